// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace namesake::cli {

// How far a scan has come.
struct Advance {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::uint64_t total_bytes = 0;  // 0 when unknown, as for standard input
  std::chrono::milliseconds elapsed{0};
};

// "12,345 messages, 61,725/s, 43 %, 0:12 left"; without the last two when the total is unknown.
[[nodiscard]] std::string FormatAdvance(const Advance& advance);

// One line on a terminal that is drawn over and over, at most ten times a second, and gone at the
// end. Not safe from several threads.
class Progress {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;
  using Draw = std::function<void(std::string_view)>;

  // `draw` puts text on the terminal; empty where there is none, and nothing is shown.
  Progress(std::uint64_t total_bytes, Draw draw, Now now = std::chrono::steady_clock::now);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { Erase(); }

  void Update(std::uint64_t messages, std::uint64_t bytes);
  // Takes the line away so that something else can be printed; the next Update draws it again.
  void Erase();

 private:
  const std::uint64_t total_bytes_;
  const Draw draw_;
  const Now now_;
  const std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_draw_;
  bool drawn_ = false;
};

}  // namespace namesake::cli
