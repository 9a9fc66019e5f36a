// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"

namespace namesake::record {

// What one running program tells of itself.
struct NodeReport {
  base::Uuid id;  // of this run of the program
  std::string program;
  std::string host;
  std::string version;
  base::Time started_at;
  base::Time seen_at;                   // when it said so
  std::chrono::milliseconds behind{0};  // live::Status::behind
  std::uint64_t messages = 0;           // inspected since it started
  std::uint64_t recent_messages = 0;    // of those, in the time before this report
  std::chrono::milliseconds recent_time{0};

  friend bool operator==(const NodeReport&, const NodeReport&) = default;
};

// Programs report more often. Who is silent for so long has ended, or cannot reach the store.
inline constexpr std::chrono::seconds kNodeSilence{30};
// Reports are forgotten when they are this old.
inline constexpr std::chrono::hours kNodeMemory{24};

// The programs that work on one store, so that whoever looks after them sees all in one place. Safe
// from several threads and processes; every call may block on a disk. Error: kUnavailable when the
// store is away.
class NodeBook {
 public:
  NodeBook() = default;
  NodeBook(const NodeBook&) = delete;
  NodeBook& operator=(const NodeBook&) = delete;
  virtual ~NodeBook() = default;

  // In place of the report with that id. Others that are kNodeMemory older than it are forgotten.
  [[nodiscard]] virtual base::Status ReportNode(const NodeReport& report) = 0;

  // The program ends in good order.
  [[nodiscard]] virtual base::Status ForgetNode(const base::Uuid& id) = 0;

  // By host, program and time of start.
  [[nodiscard]] virtual base::Expected<std::vector<NodeReport>> ListNodes() = 0;
};

}  // namespace namesake::record
