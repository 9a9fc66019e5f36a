// SPDX-License-Identifier: Apache-2.0
#include "events/line_publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "events/event.h"
#include "events/line_sink.h"
#include "record/memory_record_store.h"
#include "record/message_record.h"
#include "registry/memory_store.h"

namespace namesake::events {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;
constexpr auto kLong = 30s;  // longer than any machine needs

// What was written, and whether more can be; shared by sinks that come after one another.
class Paper {
 public:
  base::Status Write(const std::string& id) {
    const std::lock_guard lock(mutex_);
    ++tries_;
    changed_.notify_all();
    if (is_full_) return base::Fail(base::ErrorCode::kUnavailable, "the paper is full");
    ids_.push_back(id);
    return base::Ok();
  }
  void SetFull(bool is_full) {
    const std::lock_guard lock(mutex_);
    is_full_ = is_full;
  }
  bool WaitForLines(std::size_t count) {
    return WaitFor([&] { return ids_.size() >= count; });
  }
  bool WaitForTries(std::size_t count) {
    return WaitFor([&] { return tries_ >= count; });
  }
  std::vector<std::string> ids() {
    const std::lock_guard lock(mutex_);
    return ids_;
  }

 private:
  bool WaitFor(const std::function<bool()>& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kLong, condition);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> ids_;
  std::size_t tries_ = 0;
  bool is_full_ = false;
};

class PaperSink final : public LineSink {
 public:
  explicit PaperSink(Paper& paper) : paper_(paper) {}
  base::Status Write(const Event& event) override { return paper_.Write(event.id); }

 private:
  Paper& paper_;
};

class LinePublisherTest : public testing::Test {
 protected:
  void Start() {
    publisher_.emplace("paper", std::make_unique<PaperSink>(paper_), store_, records_, clock_);
  }
  void AddMessage(std::string id) {
    std::vector<record::RecordedMessage> messages(1);
    messages[0].record.id = std::move(id);
    messages[0].record.flagged = true;
    ASSERT_TRUE(records_.Append(messages));
  }

  base::SystemClock clock_;
  registry::MemoryStore store_;
  record::MemoryRecordStore records_;
  Paper paper_;
  std::optional<LinePublisher> publisher_;
};

TEST_F(LinePublisherTest, WritesWhatHappensFromNowOn) {
  AddMessage("before");
  Start();
  AddMessage("a");
  AddMessage("b");
  ASSERT_TRUE(paper_.WaitForLines(2));
  EXPECT_THAT(paper_.ids(), ElementsAre("message-a", "message-b"));
}

TEST_F(LinePublisherTest, GoesOnWhereTheLastOneEnded) {
  Start();
  AddMessage("a");
  ASSERT_TRUE(paper_.WaitForLines(1));
  publisher_.reset();
  AddMessage("b");
  Start();
  ASSERT_TRUE(paper_.WaitForLines(2));
  EXPECT_THAT(paper_.ids(), ElementsAre("message-a", "message-b"));
}

TEST_F(LinePublisherTest, TriesAgainUntilItIsWritten) {
  Start();
  paper_.SetFull(true);
  AddMessage("a");
  AddMessage("b");
  ASSERT_TRUE(paper_.WaitForTries(2));
  EXPECT_THAT(paper_.ids(), ElementsAre());
  paper_.SetFull(false);
  ASSERT_TRUE(paper_.WaitForLines(2));
  EXPECT_THAT(paper_.ids(), ElementsAre("message-a", "message-b"));
}

TEST_F(LinePublisherTest, LeavesItToTheOneThatHasTheLease) {
  Start();
  AddMessage("first");
  ASSERT_TRUE(paper_.WaitForLines(1));
  Paper second_paper;
  {
    LinePublisher second("paper", std::make_unique<PaperSink>(second_paper), store_, records_,
                         clock_);
    AddMessage("a");
    ASSERT_TRUE(paper_.WaitForLines(2));
    publisher_.reset();  // ends its lease
    AddMessage("b");
    ASSERT_TRUE(second_paper.WaitForLines(1));
  }
  EXPECT_THAT(paper_.ids(), ElementsAre("message-first", "message-a"));
  EXPECT_THAT(second_paper.ids(), ElementsAre("message-b"));
}

}  // namespace
}  // namespace namesake::events
