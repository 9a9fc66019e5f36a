// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::detection {

// Words of a display name beyond this are not looked at: the longest real ones have about thirty,
// and a reader's screen ends before.
inline constexpr std::size_t kMaxNameWords = 128;

// A name taken apart, in the forms that the layers compare. Order of words as written.
struct PreparedName {
  std::vector<std::string> exact;       // words as written, case folded
  std::vector<std::string> clean;       // words of text::Clean, case folded
  std::vector<std::string> look;        // look forms of the same words, from their own case
  std::vector<std::string> look_lower;  // the same, from lower case
  std::vector<std::string> look_upper;  // the same, from upper case; only for an identity's name
};

enum class NameRole {
  kShown,       // a display name: what somebody sees
  kRegistered,  // an identity's name: what somebody expects to see, in whatever case
};

// Takes a name apart. Words end at white space and punctuation; apostrophes of all kinds belong to
// the word and are left out ("O'Brien" = "OBrien").
[[nodiscard]] PreparedName PrepareName(std::string_view name, NameRole role);

// The index keys under which an identity of this name is found, without duplicates: each pair of
// its first and last word, and all its words written together forwards and backwards, from the
// coarse look forms of every case. A one-word name has the latter only.
[[nodiscard]] std::vector<std::uint64_t> IndexKeys(const PreparedName& identity);

// The keys under which a shown name has to be looked up: each pair of words near enough to be the
// ends of one name, and the whole.
[[nodiscard]] std::vector<std::uint64_t> LookupKeys(const PreparedName& shown);

}  // namespace namesake::detection
