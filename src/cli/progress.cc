// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include "report/scan_summary.h"

namespace namesake::cli {
namespace {

constexpr std::chrono::milliseconds kDrawInterval{100};

// ECMA-48: carriage return, erase in line.
constexpr std::string_view kEraseLine = "\r\x1b[K";

constexpr std::size_t kMaxBarCells = 24;
constexpr std::size_t kMinBarCells = 6;  // of fewer, nobody sees how far it has come

std::string FormatDuration(std::chrono::seconds duration) {
  const auto seconds = duration.count();
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// Filled in steps of an eighth of a cell.
std::string Bar(double share, std::size_t cells) {
  static constexpr std::array<std::string_view, 9> kEighths = {"░", "▏", "▎", "▍", "▌",
                                                               "▋", "▊", "▉", "█"};
  const auto eighths = static_cast<std::size_t>(share * 8 * static_cast<double>(cells));
  std::string bar;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    bar += kEighths.at(std::min<std::size_t>(eighths - std::min(eighths, cell * 8), 8));
  }
  return bar;
}

}  // namespace

std::string FormatAdvance(const Advance& advance, std::size_t columns) {
  const double seconds = std::chrono::duration<double>(advance.elapsed).count();
  const double rate = seconds > 0 ? static_cast<double>(advance.messages) / seconds : 0;
  std::string words = fmt::format("{} {}, {}/s", report::GroupDigits(advance.messages),
                                  advance.messages == 1 ? advance.noun.one : advance.noun.many,
                                  report::GroupDigits(static_cast<std::uint64_t>(rate)));
  if (advance.total_bytes == 0 || advance.bytes == 0) return words;
  // Files may grow while they are read: never more than all.
  const double share =
      std::min(1.0, static_cast<double>(advance.bytes) / static_cast<double>(advance.total_bytes));
  const double left = std::ceil(seconds * (1 - share) / share);
  words = fmt::format("{:3.0f} %  {}, {} left", std::floor(share * 100), words,
                      FormatDuration(std::chrono::seconds(static_cast<std::int64_t>(left))));
  // A terminal's last column is left free: some go to the next line once it is written to.
  if (columns < words.size() + 2 + kMinBarCells) return words;
  return Bar(share, std::min(kMaxBarCells, columns - words.size() - 2)) + ' ' + words;
}

Progress::Progress(std::uint64_t total_bytes, Draw draw, Columns columns, Now now, Noun noun)
    : total_bytes_(total_bytes),
      draw_(std::move(draw)),
      columns_(std::move(columns)),
      now_(std::move(now)),
      noun_(noun),
      start_(now_()),
      next_draw_(start_ + kDrawInterval) {}

void Progress::Update(std::uint64_t messages, std::uint64_t bytes) {
  if (!draw_) return;
  const auto now = now_();
  if (now < next_draw_) return;
  next_draw_ = now + kDrawInterval;
  const Advance advance{
      .messages = messages,
      .bytes = bytes,
      .total_bytes = total_bytes_,
      .elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_),
      .noun = noun_};
  draw_(fmt::format("{}{}", kEraseLine, FormatAdvance(advance, columns_())));
  drawn_ = true;
}

void Progress::Erase() {
  if (!drawn_) return;
  draw_(kEraseLine);
  drawn_ = false;
}

Progress::Draw TerminalDraw() {
  if (::isatty(STDERR_FILENO) != 1) return {};
  return [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  };
}

std::size_t TerminalColumns() {
  struct winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

}  // namespace namesake::cli
