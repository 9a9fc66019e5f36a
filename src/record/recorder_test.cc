// SPDX-License-Identifier: Apache-2.0
#include "record/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "record/memory_record_store.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::record {
namespace {

using registry::AccountId;
using namespace std::chrono_literals;
constexpr auto kLong = 30s;  // longer than any machine needs

// Takes records, or does not.
class Sink final : public MemoryRecordStore {
 public:
  void SetAway(bool away) {
    const std::lock_guard lock(mutex_);
    away_ = away;
    changed_.notify_all();
  }
  void WaitForAttempts(std::size_t attempts) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kLong, [&] { return attempts_ >= attempts; }));
  }
  void WaitForSweep() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kLong, [&] { return swept_.has_value(); }));
    EXPECT_EQ(swept_->age, std::chrono::days(3));
  }
  std::vector<std::string> ids() {
    const std::lock_guard lock(mutex_);
    return ids_;
  }

  base::Status Append(std::span<const RecordedMessage> messages) override {
    const std::lock_guard lock(mutex_);
    ++attempts_;
    changed_.notify_all();
    if (away_) return base::Fail(base::ErrorCode::kUnavailable, "away");
    for (const RecordedMessage& message : messages) ids_.push_back(message.record.id);
    return base::Ok();
  }
  base::Expected<std::uint64_t> Sweep(const AccountId& /*account*/, const Retention& retention,
                                      base::Time /*now*/) override {
    const std::lock_guard lock(mutex_);
    swept_ = retention;
    changed_.notify_all();
    return 0;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool away_ = false;
  std::size_t attempts_ = 0;
  std::vector<std::string> ids_;
  std::optional<Retention> swept_;
};

RecordedMessage Message(std::string id) {
  RecordedMessage message;
  message.record.id = std::move(id);
  return message;
}

std::vector<AccountRetention> NoAccounts() { return {}; }

TEST(Recorder, WritesWhatIsOfferedInOrder) {
  Sink sink;
  Recorder recorder(sink, NoAccounts);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(recorder.Offer(Message(std::to_string(i))));
  ASSERT_TRUE(recorder.Flush(kLong));
  EXPECT_THAT(sink.ids(), testing::ElementsAre("0", "1", "2"));
  EXPECT_EQ(recorder.status().written, 3U);
  EXPECT_EQ(recorder.status().waiting, 0U);
}

TEST(Recorder, WritesTheRestAtItsEnd) {
  Sink sink;
  {
    Recorder recorder(sink, NoAccounts);
    EXPECT_TRUE(recorder.Offer(Message("last")));
  }
  EXPECT_THAT(sink.ids(), testing::ElementsAre("last"));
}

TEST(Recorder, KeepsWhatWaitsWhileTheStoreIsAway) {
  Sink sink;
  sink.SetAway(true);
  Recorder recorder(sink, NoAccounts);
  EXPECT_TRUE(recorder.Offer(Message("a")));
  sink.WaitForAttempts(2);
  EXPECT_TRUE(recorder.Offer(Message("b")));
  sink.SetAway(false);
  ASSERT_TRUE(recorder.Flush(kLong));
  EXPECT_THAT(sink.ids(), testing::ElementsAre("a", "b"));
  EXPECT_GE(recorder.status().failures, 2U);
  EXPECT_EQ(recorder.status().dropped, 0U);
}

TEST(Recorder, DropsAndCountsWhatHasNoRoom) {
  Sink sink;
  sink.SetAway(true);
  Recorder recorder(sink, NoAccounts);
  RecordedMessage large = Message("large");
  large.raw = std::string(Recorder::kMaxWaitingBytes, 'x');
  EXPECT_FALSE(recorder.Offer(std::move(large)));
  for (std::size_t i = 0; i < Recorder::kMaxWaiting; ++i) {
    ASSERT_TRUE(recorder.Offer(Message("small")));
  }
  EXPECT_FALSE(recorder.Offer(Message("one more")));
  EXPECT_EQ(recorder.status().dropped, 2U);
  EXPECT_EQ(recorder.status().waiting, Recorder::kMaxWaiting);
  sink.SetAway(false);
  EXPECT_TRUE(recorder.Flush(kLong));
}

TEST(Recorder, SweepsWhatEachAccountDoesNotWantToKeep) {
  Sink sink;
  const Recorder recorder(
      sink, [] { return std::vector<AccountRetention>{{{}, {.age = std::chrono::days(3)}}}; });
  sink.WaitForSweep();
}

TEST(MakeRecordId, HasTheFormThatClientsKnow) {
  const base::Time time(std::chrono::seconds(1'704'448'800));
  EXPECT_THAT(MakeRecordId("4Njp3P0STMz2c02Q", time),
              testing::MatchesRegex("4Njp3P0STMz2c02Q-2024-01-05T10:00:00-[0-9]{8}"));
  EXPECT_NE(MakeRecordId("", time), MakeRecordId("", time));
}

}  // namespace
}  // namespace namesake::record
