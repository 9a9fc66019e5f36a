// SPDX-License-Identifier: Apache-2.0
#include "registry/account.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace namesake::registry {
namespace {

TEST(AccountId, ReadsBackWhatItWrites) {
  constexpr std::string_view kText = "0123456789abcdef0123456789abcdef";
  const auto id = ParseAccountId(kText);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->bytes[0], 0x01);
  EXPECT_EQ(id->bytes[15], 0xEF);
  EXPECT_EQ(FormatAccountId(*id), kText);
}

TEST(AccountId, RefusesEveryOtherForm) {
  const std::vector<std::string_view> refused = {
      "",
      "0123456789abcdef0123456789abcde",
      "0123456789abcdef0123456789abcdef0",
      "0123456789ABCDEF0123456789ABCDEF",
      "0123456789abcdefg123456789abcdef",
      " 123456789abcdef0123456789abcdef",
      "01234567-89ab-cdef-0123-456789abcdef",
      "display_names_of_thirty_two_char",
  };
  for (const std::string_view text : refused) EXPECT_FALSE(ParseAccountId(text)) << text;
}

TEST(AccountId, IsMadeAnewEachTime) {
  std::unordered_set<AccountId> ids;
  for (int i = 0; i < 100; ++i) {
    const AccountId id = MakeAccountId();
    EXPECT_EQ(ParseAccountId(FormatAccountId(id)), id);
    EXPECT_TRUE(ids.insert(id).second);
  }
}

TEST(AccountId, IsFoundQuicklyWhateverIdsAreChosen) {
  std::unordered_set<std::size_t> hashes;
  for (int i = 0; i < 10'000; ++i) {
    AccountId id;
    id.bytes[14] = static_cast<std::uint8_t>(i / 256);
    id.bytes[15] = static_cast<std::uint8_t>(i % 256);
    hashes.insert(std::hash<AccountId>{}(id));
  }
  EXPECT_EQ(hashes.size(), 10'000U);
}

}  // namespace
}  // namespace namesake::registry
