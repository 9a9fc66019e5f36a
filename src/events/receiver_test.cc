// SPDX-License-Identifier: Apache-2.0
#include "events/receiver.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "events/delivery.h"
#include "events/follower.h"
#include "events/reader.h"
#include "record/memory_record_store.h"
#include "record/message_record.h"
#include "registry/memory_store.h"

namespace namesake::events {
namespace {

using namespace std::chrono_literals;

// A webhook for which some messages wait.
class ReceiverTest : public testing::Test {
 protected:
  ReceiverTest()
      : receiver_({}, {.url = "https://one.example/", .secret = ""}, Follower("one", {}, {})) {}

  void AddMessages(int count) {
    std::vector<record::RecordedMessage> messages(static_cast<std::size_t>(count));
    for (record::RecordedMessage& message : messages) {
      message.record.id = std::to_string(++last_id_);
      message.record.flagged = true;
    }
    ASSERT_TRUE(records_.Append(messages));
    ASSERT_TRUE(receiver_.follower().Advance(reader_));
  }
  // How many events are sent now; none when it is not the time.
  std::size_t Send() {
    const auto delivery = receiver_.Next(now_);
    return delivery ? delivery->events : 0;
  }
  void Answer(int status) {
    receiver_.Answered({.status = status}, now_, 1);
    now_ += kMaxPause;
  }
  [[nodiscard]] std::size_t waiting() { return receiver_.follower().waiting().size(); }

  base::SystemClock clock_;
  registry::MemoryStore store_;
  record::MemoryRecordStore records_;
  Reader reader_{store_, records_, clock_};
  Receiver receiver_;
  Receiver::SteadyTime now_ = std::chrono::steady_clock::now();
  int last_id_ = 0;
};

TEST_F(ReceiverTest, GetsEverythingOneDeliveryAfterTheOther) {
  AddMessages(3);
  EXPECT_EQ(Send(), 3U);
  EXPECT_EQ(Send(), 0U);  // no answer yet
  EXPECT_EQ(receiver_.NextTry(), std::nullopt);
  Answer(204);
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(Send(), 0U);
}

TEST_F(ReceiverTest, IsTriedAgainAfterAPauseForAsLongAsItTakes) {
  AddMessages(2);
  EXPECT_EQ(Send(), 2U);
  receiver_.Answered({.status = 503}, now_, 1);
  EXPECT_EQ(Send(), 0U);
  EXPECT_EQ(receiver_.NextTry(), now_ + 1s);
  now_ += 1s;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Send(), 2U);
    Answer(i % 2 == 0 ? 0 : 500);
  }
  EXPECT_EQ(Send(), 2U);
  Answer(200);
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(ReceiverTest, IsSpareOfTheOneEventThatItRefuses) {
  AddMessages(3);
  EXPECT_EQ(Send(), 3U);
  Answer(400);
  for (unsigned i = 0; i < Receiver::kMaxRefusals; ++i) {
    EXPECT_EQ(waiting(), 3U);
    EXPECT_EQ(Send(), 1U);
    Answer(400);
  }
  EXPECT_EQ(waiting(), 2U);
  EXPECT_EQ(Send(), 1U);
  Answer(200);
  AddMessages(0);
  EXPECT_EQ(Send(), 1U);
  Answer(200);
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(ReceiverTest, LosesWhatItSaysIsNotWantedAnyMore) {
  AddMessages(3);
  EXPECT_EQ(Send(), 3U);
  Answer(410);
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(ReceiverTest, IsTriedAtOnceUnderANewAddress) {
  AddMessages(1);
  EXPECT_EQ(Send(), 1U);
  receiver_.Answered({.status = 404}, now_, 1);
  EXPECT_EQ(Send(), 0U);
  receiver_.SetTarget({.url = "https://two.example/", .secret = ""});
  EXPECT_EQ(Send(), 1U);
}

}  // namespace
}  // namespace namesake::events
