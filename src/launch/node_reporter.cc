// SPDX-License-Identifier: Apache-2.0
#include "launch/node_reporter.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <climits>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/node_book.h"

namespace namesake::launch {
namespace {

std::string HostName() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

}  // namespace

NodeReporter::NodeReporter(record::NodeBook& book, std::string program, NodeFigures figures,
                           const base::Clock& clock, std::chrono::milliseconds period)
    : book_(book), figures_(std::move(figures)), clock_(clock), period_(period) {
  report_.started_at = clock_.Now();
  report_.seen_at = report_.started_at;
  report_.id = base::MakeUuidV7(report_.started_at);
  report_.program = std::move(program);
  report_.host = HostName();
  report_.version = NAMESAKE_VERSION;
  thread_ = std::thread([this] { Run(); });
}

NodeReporter::~NodeReporter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void NodeReporter::Run() {
  std::unique_lock lock(mutex_);
  do {
    lock.unlock();
    Report();
    lock.lock();
  } while (!wake_.wait_for(lock, period_, [this] { return stopping_; }));
  lock.unlock();
  // Who was not let in just now would only be waited for; silence says as much.
  if (is_known_) is_known_ = !book_.ForgetNode(report_.id).has_value();
}

void NodeReporter::Report() {
  const base::Time now = clock_.Now();
  const std::uint64_t messages = figures_.messages();
  report_.recent_messages = messages - report_.messages;
  report_.recent_time =
      std::chrono::duration_cast<std::chrono::milliseconds>(now - report_.seen_at);
  report_.messages = messages;
  report_.seen_at = now;
  report_.behind = figures_.status().behind;
  is_known_ = book_.ReportNode(report_).has_value();
}

}  // namespace namesake::launch
