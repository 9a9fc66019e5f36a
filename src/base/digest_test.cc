// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <gtest/gtest.h>

namespace namesake::base {
namespace {

// RFC 4231, test case 2.
TEST(HmacSha256, IsThatOfTheStandard) {
  EXPECT_EQ(ToHex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HashSha256, KnowsTheExampleOfFips180) {
  EXPECT_EQ(ToHex(HashSha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Crc32, KnowsTheCheckValue) { EXPECT_EQ(Crc32("123456789"), 0xCBF43926U); }

TEST(FromHex, UndoesToHex) {
  const auto bytes = FromHex("00fFa5");
  ASSERT_TRUE(bytes);
  EXPECT_EQ(ToHex(*bytes), "00ffa5");
}

TEST(FromHex, RefusesOddLengthsAndOtherCharacters) {
  EXPECT_FALSE(FromHex("abc"));
  EXPECT_FALSE(FromHex("zz"));
}

TEST(EqualInConstantTime, ComparesContentAndLength) {
  const Sha256 a = HashSha256("a");
  const Sha256 b = HashSha256("b");
  EXPECT_TRUE(EqualInConstantTime(a, a));
  EXPECT_FALSE(EqualInConstantTime(a, b));
  EXPECT_FALSE(EqualInConstantTime(a, std::span(a).first(31)));
}

}  // namespace
}  // namespace namesake::base
