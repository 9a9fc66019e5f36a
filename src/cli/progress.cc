// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace namesake::cli {
namespace {

constexpr std::chrono::milliseconds kDrawInterval{100};

// ECMA-48: carriage return, erase in line.
constexpr std::string_view kEraseLine = "\r\x1b[K";

std::string GroupDigits(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t place = text.size(); place > 3;) {
    place -= 3;
    text.insert(place, 1, ',');
  }
  return text;
}

std::string FormatDuration(std::chrono::seconds duration) {
  const auto seconds = duration.count();
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::string FormatAdvance(const Advance& advance) {
  const double seconds = std::chrono::duration<double>(advance.elapsed).count();
  const double rate = seconds > 0 ? static_cast<double>(advance.messages) / seconds : 0;
  std::string line = fmt::format("{} {}, {}/s", GroupDigits(advance.messages),
                                 advance.messages == 1 ? "message" : "messages",
                                 GroupDigits(static_cast<std::uint64_t>(rate)));
  if (advance.total_bytes == 0 || advance.bytes == 0) return line;
  // Files may grow while they are read: never more than all.
  const double share =
      std::min(1.0, static_cast<double>(advance.bytes) / static_cast<double>(advance.total_bytes));
  const double left = std::ceil(seconds * (1 - share) / share);
  line += fmt::format(", {:.0f} %, {} left", std::floor(share * 100),
                      FormatDuration(std::chrono::seconds(static_cast<std::int64_t>(left))));
  return line;
}

Progress::Progress(std::uint64_t total_bytes, Draw draw, Now now)
    : total_bytes_(total_bytes),
      draw_(std::move(draw)),
      now_(std::move(now)),
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
      .elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_)};
  draw_(fmt::format("{}{}", kEraseLine, FormatAdvance(advance)));
  drawn_ = true;
}

void Progress::Erase() {
  if (!drawn_) return;
  draw_(kEraseLine);
  drawn_ = false;
}

}  // namespace namesake::cli
