// SPDX-License-Identifier: Apache-2.0
#include "api/release.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "record/courier.h"
#include "record/memory_record_store.h"
#include "record/message_record.h"

namespace namesake::api {
namespace {

using record::Hold;

class FixedClock final : public base::Clock {
 public:
  [[nodiscard]] base::Time Now() const override { return now; }
  base::Time now{std::chrono::hours(24)};
};

// Takes letters, counts them, and may have something happen meanwhile.
class CountingCourier final : public record::Courier {
 public:
  base::Expected<std::string> Deliver(const record::Letter& letter) override {
    if (meanwhile) meanwhile();
    if (refuses) return base::Fail(base::ErrorCode::kPermissionDenied, "550 5.7.1 No");
    ++delivered;
    last_recipients = letter.recipients;
    return "250 Ok";
  }

  std::function<void()> meanwhile;
  bool refuses = false;
  std::atomic<int> delivered{0};
  std::vector<std::string> last_recipients;
};

class ReleaseTest : public testing::Test {
 protected:
  ReleaseTest() {
    record::MessageRecord record;
    record.id = "a";
    record.recipients = {"jane@one.example"};
    record.treatment = record::Treatment::kKept;
    record.hold = Hold::kHeld;
    const std::vector<record::RecordedMessage> one = {{record, "raw"}};
    EXPECT_TRUE(records_.Append(one));
  }

  Released Release() {
    const ReleaseDesk desk{records_, courier_, clock_, "me"};
    const auto outcome = ReleaseMessage(desk, {}, "a", "QUARANTINE_RELEASE", "Inbox");
    EXPECT_TRUE(outcome);
    return outcome->released;
  }
  Hold hold() { return records_.Find({}, "a")->value().hold; }
  std::vector<std::string> log() {
    std::vector<std::string> lines;
    const auto actions = records_.Actions({}, "a");
    for (const record::RecordedAction& action : *actions) lines.push_back(action.status);
    return lines;
  }

  record::MemoryRecordStore records_;
  CountingCourier courier_;
  FixedClock clock_;
};

TEST_F(ReleaseTest, DeliversOnceAndSaysSo) {
  EXPECT_EQ(Release(), Released::kDelivered);
  EXPECT_EQ(Release(), Released::kNotHeld);
  EXPECT_EQ(courier_.delivered, 1);
  EXPECT_EQ(courier_.last_recipients, std::vector<std::string>{"jane@one.example"});
  EXPECT_EQ(hold(), Hold::kReleased);
  EXPECT_EQ(log(), (std::vector<std::string>{"begun", "250 Ok"}));
}

TEST_F(ReleaseTest, DoesNotGetInTheWayOfOneUnderWay) {
  courier_.meanwhile = [this] {
    courier_.meanwhile = nullptr;
    EXPECT_EQ(Release(), Released::kUnderWay);
  };
  EXPECT_EQ(Release(), Released::kDelivered);
  EXPECT_EQ(courier_.delivered, 1);
}

TEST_F(ReleaseTest, IsDoneByOneOfManyAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> winners{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { winners += Release() == Released::kDelivered ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(courier_.delivered, 1);
}

TEST_F(ReleaseTest, LeavesHeldWhatIsRefused) {
  courier_.refuses = true;
  EXPECT_EQ(Release(), Released::kRefused);
  EXPECT_EQ(hold(), Hold::kHeld);
  EXPECT_EQ(log().back(), "550 5.7.1 No");
  courier_.refuses = false;
  EXPECT_EQ(Release(), Released::kDelivered);
}

TEST_F(ReleaseTest, TakesOverFromOneThatDied) {
  ASSERT_TRUE(records_.ChangeHold({}, "a", Hold::kHeld, Hold::kReleasing,
                                  {.operation = "QUARANTINE_RELEASE", .started_at = clock_.now}));
  clock_.now += std::chrono::minutes(4);
  EXPECT_EQ(Release(), Released::kUnderWay);
  clock_.now += std::chrono::minutes(2);
  EXPECT_EQ(Release(), Released::kDelivered);
}

TEST_F(ReleaseTest, DropsOnlyWhatIsHeld) {
  const ReleaseDesk desk{records_, courier_, clock_, "me"};
  EXPECT_EQ(DropMessage(desk, {}, "a", "DeletedItems")->released, Released::kDelivered);
  EXPECT_EQ(hold(), Hold::kDropped);
  EXPECT_EQ(DropMessage(desk, {}, "a", "DeletedItems")->released, Released::kNotHeld);
  EXPECT_EQ(Release(), Released::kNotHeld);
  EXPECT_EQ(DropMessage(desk, {}, "b", "DeletedItems")->released, Released::kUnknown);
}

}  // namespace
}  // namespace namesake::api
