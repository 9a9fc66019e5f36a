// SPDX-License-Identifier: Apache-2.0
// The contract of registry::Store: a repeated request gets its first answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/store.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {
namespace {

using base::ErrorCode;
using registry::Committed;
using registry::Replay;
using registry::ReplayKind;
using registry::Write;
using namespace std::chrono_literals;

Replay Retry(std::string_view key, std::uint32_t attempt, std::string answer) {
  return {.kind = ReplayKind::kRetryOfSdk,
          .key = base::HashSha256(key),
          .body = base::HashSha256("body"),
          .attempt = attempt,
          .answer = std::move(answer)};
}

Replay Keyed(std::string_view key, std::string_view body, std::string answer) {
  return {.kind = ReplayKind::kIdempotencyKey,
          .key = base::HashSha256(key),
          .body = base::HashSha256(body),
          .attempt = 0,
          .answer = std::move(answer)};
}

class ReplayContract : public StoreContract {
 protected:
  // Creates entry `number` with that replay at that time.
  base::Expected<Committed> Post(std::int64_t number, Replay replay, base::Time now = At(0)) {
    Write write = Create(MakeEntry(mine_, number));
    write.replay = std::move(replay);
    write.now = now;
    return store().CommitAndWait(write);
  }
  // The answer that was given again; nothing when the request was carried out.
  std::optional<std::string> Answer(std::int64_t number, Replay replay, base::Time now = At(0)) {
    const auto committed = Post(number, std::move(replay), now);
    EXPECT_TRUE(committed) << committed.error().message;
    if (!committed) return "failed";
    EXPECT_EQ(committed->sequence == 0, committed->replayed_answer.has_value());
    return committed->replayed_answer;
  }
  std::uint64_t Count() { return List({}).total_count; }
};

NAMESAKE_OVER_EVERY_STORE(ReplayContract);

TEST_P(ReplayContract, ARetryGetsTheFirstAnswerAndDoesNothing) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  const auto before = store().LastSequence();
  EXPECT_EQ(Answer(2, Retry("k", 1, "second")), "first");
  EXPECT_EQ(Count(), 1U);
  EXPECT_EQ(store().LastSequence(), before);
}

TEST_P(ReplayContract, EveryFurtherRetryGetsItToo) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 1, "")), "first");
  EXPECT_EQ(Answer(2, Retry("k", 2, "")), "first");
  EXPECT_EQ(Answer(2, Retry("k", 3, "")), "first");
}

TEST_P(ReplayContract, ARequestThatIsNoRetryIsCarriedOut) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 0, "second")), std::nullopt);
  EXPECT_EQ(Count(), 2U);
}

TEST_P(ReplayContract, ARetryWhoseFirstAttemptNeverCameIsCarriedOutAndRemembered) {
  EXPECT_EQ(Answer(1, Retry("k", 2, "late")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 3, "")), "late");
  EXPECT_EQ(Count(), 1U);
}

TEST_P(ReplayContract, TwoEqualRequestsInParallelStayTwo) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 0, "second")), std::nullopt);
  // Both answers are lost, both clients try again: each gets one of them.
  EXPECT_EQ(Answer(3, Retry("k", 1, "")), "first");
  EXPECT_EQ(Answer(3, Retry("k", 1, "")), "second");
  EXPECT_EQ(Count(), 2U);
}

TEST_P(ReplayContract, AnAnswerIsGivenOnceForEachAttempt) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 1, "")), "first");
  // Another client's retry, whose own first attempt never came.
  EXPECT_EQ(Answer(2, Retry("k", 1, "own")), std::nullopt);
  EXPECT_EQ(Count(), 2U);
}

TEST_P(ReplayContract, ALaterRetryGetsTheAnswerThatWasTriedMostOften) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 0, "second")), std::nullopt);
  EXPECT_EQ(Answer(3, Retry("k", 1, "")), "first");
  EXPECT_EQ(Answer(3, Retry("k", 2, "")), "first");
  EXPECT_EQ(Answer(3, Retry("k", 1, "")), "second");
}

TEST_P(ReplayContract, RetriesOfOtherRequestsAreCarriedOut) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("another", 1, "")), std::nullopt);
}

TEST_P(ReplayContract, AnswersOfAnotherAccountAreNotGiven) {
  EXPECT_EQ(Answer(1, Retry("k", 0, "first")), std::nullopt);
  Write write = Create(MakeEntry(other_, 2));
  write.replay = Retry("k", 1, "theirs");
  const auto committed = store().CommitAndWait(write);
  ASSERT_TRUE(committed);
  EXPECT_EQ(committed->replayed_answer, std::nullopt);
}

TEST_P(ReplayContract, ARetryIsRememberedForItsWindow) {
  const base::Time start = At(0);
  EXPECT_EQ(Answer(1, Retry("k", 0, "first"), start), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 1, ""), start + registry::kRetryWindow - 1us), "first");
  EXPECT_EQ(Answer(3, Retry("k", 2, "new"), start + registry::kRetryWindow), std::nullopt);
}

TEST_P(ReplayContract, AKeyGetsTheFirstAnswerWhateverTheAttempt) {
  EXPECT_EQ(Answer(1, Keyed("k", "b", "first")), std::nullopt);
  EXPECT_EQ(Answer(2, Keyed("k", "b", "")), "first");
  EXPECT_EQ(Answer(2, Keyed("k", "b", "")), "first");
  EXPECT_EQ(Count(), 1U);
}

TEST_P(ReplayContract, AKeyWithAnotherBodyIsRefused) {
  EXPECT_EQ(Answer(1, Keyed("k", "b", "first")), std::nullopt);
  const auto refused = Post(2, Keyed("k", "another", ""));
  ASSERT_EQ(CodeOf(refused), ErrorCode::kInvalidArgument);
  EXPECT_EQ(refused.error().message, registry::kIdempotencyKeyReused);
  EXPECT_EQ(Count(), 1U);
  EXPECT_EQ(Answer(2, Keyed("k", "b", "")), "first");
}

TEST_P(ReplayContract, AKeyIsRememberedForItsWindow) {
  const base::Time start = At(0);
  EXPECT_EQ(Answer(1, Keyed("k", "b", "first"), start), std::nullopt);
  EXPECT_EQ(Answer(2, Keyed("k", "b", ""), start + registry::kIdempotencyWindow - 1us), "first");
  const base::Time later = start + registry::kIdempotencyWindow;
  EXPECT_EQ(Answer(2, Keyed("k", "another", "new"), later), std::nullopt);
  EXPECT_EQ(Answer(3, Keyed("k", "another", ""), later + 1us), "new");
}

TEST_P(ReplayContract, KeysAndRetriesDoNotMeet) {
  EXPECT_EQ(Answer(1, Keyed("k", "b", "keyed")), std::nullopt);
  EXPECT_EQ(Answer(2, Retry("k", 1, "retried")), std::nullopt);
  EXPECT_EQ(Answer(3, Retry("k", 2, "")), "retried");
}

TEST_P(ReplayContract, AFailedWriteIsNotRemembered) {
  EXPECT_EQ(Answer(1, Retry("a", 0, "first")), std::nullopt);
  EXPECT_EQ(CodeOf(Post(1, Retry("k", 0, "failed"))), ErrorCode::kConflict);
  EXPECT_EQ(CodeOf(Post(1, Keyed("k", "b", "failed"))), ErrorCode::kConflict);
  EXPECT_EQ(Answer(2, Retry("k", 1, "")), std::nullopt);
  EXPECT_EQ(Answer(3, Keyed("k", "b", "")), std::nullopt);
}

TEST_P(ReplayContract, ARepeatedDeletionGetsItsFirstAnswer) {
  EXPECT_TRUE(store().CommitAndWait(Create(MakeEntry(mine_, 1))));
  Write remove = Delete(mine_, EntryId(1));
  remove.replay = Retry("k", 0, "deleted");
  EXPECT_TRUE(store().CommitAndWait(remove));
  remove.replay = Retry("k", 1, "");
  const auto again = store().CommitAndWait(remove);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->replayed_answer, "deleted");
}

}  // namespace
}  // namespace namesake::storage::testing
