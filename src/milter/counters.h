// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "milter/action.h"
#include "milter/judgement.h"

namespace namesake::milter {

// What the filter has done since it started. Safe from several threads.
class Counters {
 public:
  void Count(const Judgement& judgement, Action action) noexcept;

  // One event with all of them, when the program stops.
  void LogAll() const;

 private:
  static constexpr std::size_t kVerdicts = 4;
  static constexpr std::size_t kActions = 8;

  std::array<std::atomic<std::uint64_t>, kVerdicts> by_verdict_{};  // of checked messages
  std::array<std::atomic<std::uint64_t>, kActions> by_action_{};
  std::atomic<std::uint64_t> without_account_{0};
  std::atomic<std::uint64_t> failed_{0};
};

}  // namespace namesake::milter
