// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "live/live_registry.h"
#include "record/recorder.h"

namespace namesake::api {

// What /metrics shows, in the text format of Prometheus. Safe from several threads.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `row_index` of Routes(); kNoRow for a request that reached no route.
  static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
  void CountRequest(std::size_t row_index, int status, std::chrono::nanoseconds duration);

  // Messages that were given to be inspected, and were, since the start.
  [[nodiscard]] std::uint64_t messages() const noexcept;

  // `recorder` is null where nothing is recorded.
  [[nodiscard]] std::string Render(const live::Status& status, const record::Recorder* recorder);

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace namesake::api
