// SPDX-License-Identifier: Apache-2.0
#include "milter/course.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "milter/action.h"

namespace namesake::milter {
namespace {

using enum Action;

struct CourseCase {
  std::string behaviour;
  std::vector<Action> wanted;
  bool can_keep;
  Course course;
};

class CombineTest : public testing::TestWithParam<CourseCase> {};

TEST_P(CombineTest, FindsTheCourse) {
  EXPECT_EQ(Combine(GetParam().wanted, GetParam().can_keep), GetParam().course);
}

INSTANTIATE_TEST_SUITE_P(
    Combine, CombineTest,
    testing::Values(
        CourseCase{"nobody", {}, true, {kAccept, {}}},
        CourseCase{"one", {kReject}, false, {kReject, {kReject}}},
        CourseCase{"one_to_keep", {kKeep}, true, {kKeep, {kKeep}}},
        CourseCase{"one_that_cannot_be_kept", {kKeep}, false, {kQuarantine, {kQuarantine}}},
        CourseCase{"all_agree",
                   {kQuarantine, kQuarantine},
                   true,
                   {kQuarantine, {kQuarantine, kQuarantine}}},
        CourseCase{
            "all_pass", {kAccept, kPrefix, kTag}, false, {kPrefix, {kAccept, kPrefix, kTag}}},
        CourseCase{"one_is_taken_off", {kAccept, kReject}, true, {kAccept, {kAccept, kKeep}}},
        CourseCase{"one_is_held_in_the_store", {kTag, kQuarantine}, true, {kTag, {kTag, kKeep}}},
        CourseCase{"nothing_can_be_kept",
                   {kAccept, kReject},
                   false,
                   {kQuarantine, {kQuarantine, kQuarantine}}},
        CourseCase{"one_is_lost", {kTag, kDiscard}, false, {kTag, {kTag, kDiscard}}},
        CourseCase{"nobody_is_left", {kReject, kDiscard}, true, {kKeep, {kKeep, kDiscard}}},
        CourseCase{"one_has_to_wait",
                   {kTag, kTempfail, kDiscard},
                   true,
                   {kTempfail, {kTempfail, kTempfail, kTempfail}}}),
    [](const auto& test) { return test.param.behaviour; });

// Whatever is wanted: nobody's mail passes whose account does not let it, and nobody's is lost
// whose account does not want that.
TEST(Combine, SoftensNobodysWishAndLosesNothing) {
  const std::vector<Action> all = {kAccept, kTag,    kPrefix,  kQuarantine,
                                   kKeep,   kReject, kDiscard, kTempfail};
  for (const Action a : all) {
    for (const Action b : all) {
      for (const bool can_keep : {false, true}) {
        const std::vector<Action> wanted = {a, b};
        const Course course = Combine(wanted, can_keep);
        ASSERT_EQ(course.of_groups.size(), 2U);
        for (std::size_t i = 0; i < 2; ++i) {
          const Action gets = course.of_groups[i];
          EXPECT_TRUE(Passes(wanted[i]) || !Passes(gets));
          EXPECT_TRUE(gets != kDiscard || wanted[i] == kDiscard);
          EXPECT_TRUE(gets != kReject || wanted[i] == kReject);
          EXPECT_TRUE(gets != kKeep || can_keep);
          EXPECT_TRUE(!Passes(gets) || Passes(course.action));
        }
      }
    }
  }
}

}  // namespace
}  // namespace namesake::milter
