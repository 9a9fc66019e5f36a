// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "base/expected.h"

namespace namesake::base {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hh_mm_ss;
using std::chrono::microseconds;
using std::chrono::year_month_day;

// Takes exactly `width` digits off the front; false when they are not there.
bool TakeNumber(std::string_view& text, std::size_t width, int& value) {
  if (text.size() < width) return false;
  const char* const begin = text.data();
  const auto [end, error] = std::from_chars(begin, begin + width, value);
  if (error != std::errc{} || end != begin + width || text.front() == '-') return false;
  text.remove_prefix(width);
  return true;
}

// Writes `width` digits over what stands at `place`.
void PutNumber(std::string& text, std::size_t place, std::size_t width, std::int64_t value) {
  for (std::size_t i = place + width; i > place; --i) {
    text[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

bool TakeCharacter(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// The digits behind the dot as microseconds; digits past the sixth only have to be digits.
bool TakeFraction(std::string_view& text, int& micros) {
  micros = 0;
  std::size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0) {
    if (digits < 6) micros = micros * 10 + (text[digits] - '0');
    ++digits;
  }
  for (std::size_t i = digits; i < 6; ++i) micros *= 10;
  text.remove_prefix(digits);
  return digits > 0 && digits <= 9;
}

bool TakeOffset(std::string_view& text, std::chrono::minutes& offset) {
  if (TakeCharacter(text, "Zz")) {
    offset = std::chrono::minutes{0};
    return true;
  }
  if (text.empty()) return false;
  const char sign = text.front();
  int hours = 0;
  int minutes = 0;
  if (!TakeCharacter(text, "+-") || !TakeNumber(text, 2, hours) || !TakeCharacter(text, ":") ||
      !TakeNumber(text, 2, minutes) || hours > 23 || minutes > 59) {
    return false;
  }
  offset = std::chrono::minutes{hours * 60 + minutes} * (sign == '-' ? -1 : 1);
  return true;
}

}  // namespace

Time SystemClock::Now() const { return floor<microseconds>(std::chrono::system_clock::now()); }

std::string FormatRfc3339(Time time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  // Three in every entry that the API shows: digit by digit, a tenth of what formatting takes.
  std::string text = "0000-00-00T00:00:00.000000Z";
  PutNumber(text, 0, 4, static_cast<int>(date.year()));
  PutNumber(text, 5, 2, static_cast<unsigned>(date.month()));
  PutNumber(text, 8, 2, static_cast<unsigned>(date.day()));
  PutNumber(text, 11, 2, clock.hours().count());
  PutNumber(text, 14, 2, clock.minutes().count());
  PutNumber(text, 17, 2, clock.seconds().count());
  PutNumber(text, 20, 6, clock.subseconds().count());
  return text;
}

Expected<Time> ParseRfc3339(std::string_view text) {
  const auto refuse = [original = text] {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("\"{}\" is not an RFC 3339 time such as 2026-11-23T09:30:00Z",
                            original.substr(0, 64)));
  };
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;
  std::chrono::minutes offset{0};
  if (!TakeNumber(text, 4, year) || !TakeCharacter(text, "-") || !TakeNumber(text, 2, month) ||
      !TakeCharacter(text, "-") || !TakeNumber(text, 2, day) || !TakeCharacter(text, "Tt ") ||
      !TakeNumber(text, 2, hour) || !TakeCharacter(text, ":") || !TakeNumber(text, 2, minute) ||
      !TakeCharacter(text, ":") || !TakeNumber(text, 2, second)) {
    return refuse();
  }
  if (TakeCharacter(text, ".") && !TakeFraction(text, micros)) return refuse();
  if (!TakeOffset(text, offset) || !text.empty()) return refuse();

  const year_month_day date{std::chrono::year{year},
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  // A leap second (":60") is counted into the next minute, as POSIX time does.
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return refuse();
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} + microseconds{micros} - offset;
}

std::string FormatHttpDate(Time time) {
  static constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                                "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<std::chrono::seconds>(time) - day};
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kWeekdays[std::chrono::weekday{day}.c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

}  // namespace namesake::base
