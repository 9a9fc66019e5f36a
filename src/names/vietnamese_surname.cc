// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "names/romanisation.h"
#include "names/word_index.h"

namespace namesake::names {
namespace {

// Compiled by hand from general knowledge. Ascending.
// clang-format off
constexpr auto kSurnames = std::to_array<std::string_view>({
    "an", "au", "bach", "bang", "bien", "bui", "cam", "cao", "chau", "che", "chu", "co", "cung",
    "dam", "dang", "danh", "dao", "diep", "dieu", "dinh", "do", "doan", "doanh", "doi", "duong",
    "giang", "giap", "ha", "han", "ho", "hoa", "hoang", "hua", "huynh", "ke", "kha", "khuc",
    "khuong", "kieu", "kim", "la", "lai", "lam", "le", "lieu", "lo", "lu", "luc", "luong", "luu",
    "ly", "ma", "mac", "mai", "mau", "nghe", "nghiem", "ngo", "nguyen", "nhan", "ninh", "nong",
    "ong", "pham", "phan", "phi", "phu", "phung", "quach", "quan", "quang", "sam", "sung", "ta",
    "tan", "tang", "thach", "thai", "than", "thanh", "thi", "thieu", "tien", "tieu", "to", "ton",
    "tong", "tran", "trang", "trieu", "trinh", "truong", "tu", "ung", "uong", "van", "vi", "vien",
    "vinh", "vo", "vu", "vuong", "xa",
});
// clang-format on
static_assert(IsSortedAndUnique(kSurnames));
constexpr auto kSurnameIndex = MakeWordIndex(kSurnames);

}  // namespace

bool IsVietnameseSurname(std::string_view folded) noexcept {
  return kSurnameIndex.Find(folded) != kNoWord;
}

}  // namespace namesake::names
