// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace namesake::cli {

// What is counted, for one and for several.
struct Noun {
  std::string_view one = "message";
  std::string_view many = "messages";
};

// How far a scan has come, or some other long work.
struct Advance {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::uint64_t total_bytes = 0;  // 0 when unknown, as for standard input
  std::chrono::milliseconds elapsed{0};
  Noun noun = {};
};

// "██████▌░░░░░░░░░  43 %  12,345 messages, 61,725/s, 0:12 left" in at most `columns` characters
// where these hold the words; "12,345 messages, 61,725/s" when the total is unknown.
[[nodiscard]] std::string FormatAdvance(const Advance& advance, std::size_t columns);

// One line on a terminal that is drawn over and over, at most ten times a second, and gone at the
// end. Not safe from several threads.
class Progress {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;
  using Draw = std::function<void(std::string_view)>;

  using Columns = std::function<std::size_t()>;

  // `draw` puts text on the terminal; empty where there is none, and nothing is shown. `columns` is
  // its width, asked for anew each time: people change it.
  Progress(std::uint64_t total_bytes, Draw draw, Columns columns,
           Now now = std::chrono::steady_clock::now, Noun noun = {});
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { Erase(); }

  void Update(std::uint64_t messages, std::uint64_t bytes);
  // Takes the line away so that something else can be printed; the next Update draws it again.
  void Erase();

 private:
  const std::uint64_t total_bytes_;
  const Draw draw_;
  const Columns columns_;
  const Now now_;
  const Noun noun_;
  const std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_draw_;
  bool drawn_ = false;
};

// On standard error, when that is a terminal.
[[nodiscard]] Progress::Draw TerminalDraw();
[[nodiscard]] std::size_t TerminalColumns();

}  // namespace namesake::cli
