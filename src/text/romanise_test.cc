// SPDX-License-Identifier: Apache-2.0
#include "text/romanise.h"

#include <gtest/gtest.h>

namespace namesake::text {
namespace {

TEST(Romanise, WritesLatinLettersWithoutTheirMarks) {
  EXPECT_EQ(Romanise("Müller"), "muller");
  EXPECT_EQ(Romanise("Søren"), "soren");
  EXPECT_EQ(Romanise("Łukasz"), "lukasz");
  EXPECT_EQ(Romanise("Strauß"), "strauss");
  EXPECT_EQ(Romanise("Nguyễn"), "nguyen");
  EXPECT_EQ(Romanise("Yıldız"), "yildiz");
  EXPECT_EQ(Romanise("Đặng"), "dang");
  EXPECT_EQ(Romanise("O2"), "o2");
}

TEST(Romanise, ReadsOtherScriptsAsTheirReadersDo) {
  EXPECT_EQ(Romanise("Дмитрий"), "dmitriy");
  EXPECT_EQ(Romanise("Хрущёв"), "khrushchyov");
  EXPECT_EQ(Romanise("Київ"), "kiyiv");
  EXPECT_EQ(Romanise("Παπαδόπουλος"), "papadopoulos");
  EXPECT_EQ(Romanise("伟"), "wei");
  EXPECT_EQ(Romanise("サトウ"), "satou");
  EXPECT_EQ(Romanise("たろう"), "tarou");
  EXPECT_EQ(Romanise("민"), "min");
  EXPECT_EQ(Romanise("राहुल"), "rahul");
  EXPECT_EQ(Romanise("शर्मा"), "sarma");
}

TEST(Romanise, LeavesOutWhatCannotBeRead) { EXPECT_EQ(Romanise("\u2800"), ""); }

TEST(ScriptOf, NamesTheScriptOfAWord) {
  EXPECT_EQ(ScriptOf("Anna"), Script::kLatin);
  EXPECT_EQ(ScriptOf("Jörg"), Script::kLatin);
  EXPECT_EQ(ScriptOf("Анна"), Script::kCyrillic);
  EXPECT_EQ(ScriptOf("Aннa"), Script::kMixed);
  EXPECT_EQ(ScriptOf("佐藤"), Script::kHan);
  EXPECT_EQ(ScriptOf("サトー"), Script::kKana);
  EXPECT_EQ(ScriptOf("김민준"), Script::kHangul);
  EXPECT_EQ(ScriptOf("محمد"), Script::kArabic);
}

TEST(SimplifyHan, ReplacesTraditionalCharacters) {
  EXPECT_EQ(SimplifyHan("張偉"), "张伟");
  EXPECT_EQ(SimplifyHan("Zhang Wei"), "Zhang Wei");
}

}  // namespace
}  // namespace namesake::text
