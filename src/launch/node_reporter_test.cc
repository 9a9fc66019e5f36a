// SPDX-License-Identifier: Apache-2.0
#include "launch/node_reporter.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "live/live_registry.h"
#include "record/memory_record_store.h"
#include "record/node_book.h"

namespace namesake::launch {
namespace {

using namespace std::chrono_literals;

// A store that may be away, and tells of every try.
class Book final : public record::MemoryRecordStore {
 public:
  base::Status ReportNode(const record::NodeReport& report) override {
    const std::lock_guard lock(mutex_);
    ++tries_;
    tried_.notify_all();
    if (is_away) return base::Fail(base::ErrorCode::kUnavailable, "away");
    return MemoryRecordStore::ReportNode(report);
  }
  base::Status ForgetNode(const base::Uuid& id) override {
    ++forgotten;
    return MemoryRecordStore::ForgetNode(id);
  }

  void AwaitTries(int more) {
    std::unique_lock lock(mutex_);
    const int wanted = tries_ + more;
    tried_.wait(lock, [&] { return tries_ >= wanted; });
  }
  record::NodeReport Only() {
    const auto nodes = ListNodes();
    EXPECT_EQ(nodes->size(), 1U);
    return nodes->front();
  }

  std::atomic<bool> is_away = false;
  std::atomic<int> forgotten = 0;

 private:
  std::mutex mutex_;
  std::condition_variable tried_;
  int tries_ = 0;
};

class NodeReporterTest : public ::testing::Test {
 protected:
  void Start() {
    reporter_.emplace(book_, "namesaked",
                      NodeFigures{.status = [] { return live::Status{.behind = 7ms}; },
                                  .messages = [this] { return messages_.load(); }},
                      clock_, 1ms);
  }

  base::SystemClock clock_;
  std::atomic<std::uint64_t> messages_ = 0;
  Book book_;
  std::optional<NodeReporter> reporter_;
};

TEST_F(NodeReporterTest, TellsWhatTheProgramIsAndDoes) {
  Start();
  book_.AwaitTries(2);
  messages_ = 40;
  book_.AwaitTries(2);  // the first may have counted before
  const record::NodeReport report = book_.Only();
  EXPECT_EQ(report.program, "namesaked");
  EXPECT_FALSE(report.host.empty());
  EXPECT_FALSE(report.version.empty());
  EXPECT_EQ(report.behind, 7ms);
  EXPECT_EQ(report.messages, 40U);
  EXPECT_GE(report.seen_at, report.started_at);
}

TEST_F(NodeReporterTest, CountsWhatIsRecentFromReportToReport) {
  messages_ = 5;
  Start();
  book_.AwaitTries(3);
  EXPECT_EQ(book_.Only().messages, 5U);
  EXPECT_EQ(book_.Only().recent_messages, 0U);
}

TEST_F(NodeReporterTest, IsForgottenWhenItEnds) {
  Start();
  book_.AwaitTries(1);
  reporter_.reset();
  EXPECT_TRUE(book_.ListNodes()->empty());
}

TEST_F(NodeReporterTest, TriesAgainWhenTheStoreWasAway) {
  book_.is_away = true;
  Start();
  book_.AwaitTries(2);
  EXPECT_TRUE(book_.ListNodes()->empty());
  book_.is_away = false;
  book_.AwaitTries(2);
  EXPECT_EQ(book_.ListNodes()->size(), 1U);
}

TEST_F(NodeReporterTest, DoesNotWaitAtItsEndForAStoreThatIsAway) {
  book_.is_away = true;
  Start();
  book_.AwaitTries(1);
  reporter_.reset();
  EXPECT_EQ(book_.forgotten, 0);
}

}  // namespace
}  // namespace namesake::launch
