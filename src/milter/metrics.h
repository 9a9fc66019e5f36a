// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "live/live_registry.h"
#include "milter/action.h"
#include "milter/judgement.h"
#include "record/recorder.h"

namespace namesake::milter {

// What the filter has done since it started, in the text format of Prometheus and as a line of the
// log. Safe from several threads; counting takes no lock.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `checking`: from the end of the header section to the outcome.
  void Count(const Judgement& judgement, Action action, std::chrono::nanoseconds checking);

  void ConnectionOpened();
  void ConnectionClosed();

  // `recorder` is null where nothing is recorded.
  [[nodiscard]] std::string Render(const live::Status& status, const record::Recorder* recorder);

  // Seen since the start, whatever was found.
  [[nodiscard]] std::uint64_t messages() const noexcept;

  // One event with the messages by verdict and by action, when the program stops.
  void LogTotals() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace namesake::milter
