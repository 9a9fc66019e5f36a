// SPDX-License-Identifier: Apache-2.0
#include "http/answer_slot.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

#include "http/message.h"

namespace namesake::http {
namespace {

Response WithStatus(int status) {
  Response response;
  response.status = status;
  return response;
}

class AnswerSlotTest : public testing::Test {
 protected:
  int woken_ = 0;
  std::shared_ptr<UnansweredCount> count_ = std::make_shared<UnansweredCount>();
  std::shared_ptr<AnswerSlot> slot_ = std::make_shared<AnswerSlot>([this] { ++woken_; }, count_);
};

TEST_F(AnswerSlotTest, NeedsNoWakingWhenAnsweredAtOnce) {
  slot_->Open()(WithStatus(201));
  EXPECT_TRUE(slot_->answered());
  EXPECT_FALSE(slot_->Wait());
  EXPECT_EQ(slot_->Take()->status, 201);
  EXPECT_EQ(woken_, 0);
}

TEST_F(AnswerSlotTest, WakesWhoWaits) {
  const Responder respond = slot_->Open();
  EXPECT_TRUE(slot_->Wait());
  EXPECT_EQ(woken_, 0);
  respond(WithStatus(200));
  EXPECT_EQ(woken_, 1);
  EXPECT_EQ(slot_->Take()->status, 200);
}

TEST_F(AnswerSlotTest, TakesTheFirstAnswerOnly) {
  const Responder respond = slot_->Open();
  respond(WithStatus(200));
  respond(WithStatus(500));
  EXPECT_EQ(slot_->Take()->status, 200);
}

TEST_F(AnswerSlotTest, HasNoAnswerWhenEveryResponderIsGone) {
  Responder respond = slot_->Open();
  Responder copy = respond;
  EXPECT_TRUE(slot_->Wait());
  respond = nullptr;
  EXPECT_EQ(woken_, 0);
  copy = nullptr;
  EXPECT_EQ(woken_, 1);
  EXPECT_FALSE(slot_->Take().has_value());
}

TEST_F(AnswerSlotTest, DoesNotMixRequests) {
  const Responder first = slot_->Open();
  first(WithStatus(201));
  EXPECT_EQ(slot_->Take()->status, 201);
  const Responder second = slot_->Open();
  first(WithStatus(500));  // too late, and not this request's
  EXPECT_FALSE(slot_->answered());
  second(WithStatus(202));
  EXPECT_EQ(slot_->Take()->status, 202);
}

TEST_F(AnswerSlotTest, CountsRequestsUntilTheyAreAnsweredOrDropped) {
  for (const bool is_dropped : {false, true}) {
    Responder respond = slot_->Open();
    std::atomic<bool> is_done = false;
    std::thread other([&respond, &is_done, is_dropped] {
      is_done = true;
      if (!is_dropped) respond(WithStatus(200));
      if (is_dropped) respond = nullptr;
    });
    count_->WaitUntilNone();
    EXPECT_TRUE(is_done);
    other.join();
    EXPECT_EQ(slot_->Take().has_value(), !is_dropped);
  }
}

TEST(AnswerSlot, LosesNoAnswerBetweenThreads) {
  for (int round = 0; round < 2000; ++round) {
    std::promise<void> woken;
    const auto slot = std::make_shared<AnswerSlot>([&woken] { woken.set_value(); },
                                                   std::make_shared<UnansweredCount>());
    std::thread other([respond = slot->Open(), round] { respond(WithStatus(round)); });
    if (slot->Wait()) woken.get_future().wait();
    EXPECT_EQ(slot->Take()->status, round);
    other.join();
  }
}

}  // namespace
}  // namespace namesake::http
