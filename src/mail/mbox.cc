// SPDX-License-Identifier: Apache-2.0
#include "mail/mbox.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "mail/header_section.h"
#include "mail/line_search.h"
#include "mail/octet_window.h"

namespace namesake::mail {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// As far as is looked for the first "From ".
constexpr std::size_t kMaxPreamble = 64;

// A delivery line is a path of 256 octets at most (RFC 5321 section 4.5.3.1.3), a date, and what
// some programs add.
constexpr std::size_t kMaxDeliveryLine = 1024;

// Octets before the first "From ", or npos when something else comes first.
std::size_t PreambleSize(std::string_view text) {
  std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  at = std::min(text.find_first_not_of("\r\n", at), text.size());
  return text.substr(at).starts_with(kFrom) ? at : std::string_view::npos;
}

// Where the message ends whose next line begins at `line`: before an empty line, if one is there.
std::size_t BeforeEmptyLine(std::string_view text, std::size_t line) {
  std::size_t at = line - 1;  // its LF
  if (text[at] != '\n') return line;
  if (at > 0 && text[at - 1] == '\r') --at;
  return at == 0 || text[at - 1] == '\n' ? at : line;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsTime(std::string_view word) {
  const std::size_t colon = word.find(':');
  return (colon == 1 || colon == 2) && word.size() > colon + 2 && IsDigit(word[0]) &&
         IsDigit(word[colon + 1]) && IsDigit(word[colon + 2]);
}

template <std::size_t kSize>
bool IsOneOf(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view TakeWord(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(" \t\r"));
  text.remove_prefix(word.size());
  return word;
}

// "From ", anything, and a date as asctime writes it: "Mon Nov 23 09:30:00 2026", with or without
// the seconds and a time zone.
bool IsDeliveryLine(std::string_view line) {
  static constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                            "Fri", "Sat", "Sun"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<std::string_view, 4> last_words;  // day, month, number, time
  while (!line.empty()) {
    std::rotate(last_words.begin(), last_words.begin() + 1, last_words.end());
    last_words.back() = TakeWord(line);
    const auto& [day, month, number, time] = last_words;
    if (IsTime(time) && IsOneOf(day, kDays) && IsOneOf(month, kMonths) && number.size() <= 2 &&
        std::all_of(number.begin(), number.end(), IsDigit)) {
      return true;
    }
  }
  return false;
}

// Whether the first line is a header field with a name such as RFC 5322 section 2.2 wants it: junk
// may have a colon, too.
bool BeginsWithField(std::string_view text) {
  const HeaderSection section = ReadHeaderSection(text);
  if (section.fields.empty()) return false;
  const std::string_view name = section.fields.front().name;
  return std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

// Whether one stands below another line of `text`, behind `from`.
bool HasDeliveryLine(std::string_view text, std::size_t from) {
  for (std::size_t end = FindFromLine(text, from); end != std::string_view::npos;
       end = FindFromLine(text, end + 1)) {
    const std::string_view line = text.substr(end + 1, kMaxDeliveryLine);
    if (IsDeliveryLine(line.substr(0, line.find('\n')))) return true;
  }
  return false;
}

}  // namespace

bool BeginsWithMbox(OctetWindow& window) {
  window.ReadAtLeast(kMaxPreamble + kFrom.size());
  return PreambleSize(window.octets()) < kMaxPreamble;
}

std::optional<MboxStart> FindDamagedMbox(OctetWindow& window, bool is_named_so) {
  window.ReadAtLeast(kMaxDeliveryLine);
  const bool is_message = BeginsWithField(window.octets());
  if (is_message && !is_named_so) return std::nullopt;
  std::size_t looked_at = 0;
  do {
    if (HasDeliveryLine(window.octets(), looked_at)) {
      return is_message ? MboxStart::kMessage : MboxStart::kJunk;
    }
    looked_at = window.octets().size() - std::min(window.octets().size(), kMaxDeliveryLine);
  } while (window.octets().size() <= kMaxHeaderBytes && window.ReadMore());
  return std::nullopt;
}

MboxReader::MboxReader(OctetWindow& window, MboxStart start) : window_(window), start_(start) {}

// The empty line above a separator may stand before the range.
MboxReader::MboxReader(OctetWindow& window, int descriptor, MboxRange range, MboxStart start)
    : window_(window), start_(start), begun_(range.begin > 0), end_(range.end) {
  unsearched_ = begun_ ? kEmptyLineBytes : 0;
  window_.BeginAt(descriptor, range.begin - unsearched_);
  if (!begun_) window_.ReadAtLeast(kMaxPreamble + kFrom.size());
}

std::optional<MboxReader::Separator> MboxReader::FindSeparator(bool at_end) {
  const std::string_view text = window_.octets();
  std::size_t line = unsearched_;
  for (;;) {
    if (line > 0 || !text.starts_with(kFrom)) {
      const std::size_t feed = FindFromLine(text, line == 0 ? 0 : line - 1);
      line = feed == std::string_view::npos ? feed : feed + 1;
    }
    if (line == std::string_view::npos) {
      // The last octets may be the beginning of one.
      unsearched_ = std::max(unsearched_, text.size() - std::min(text.size(), kFrom.size() - 1));
      return std::nullopt;
    }
    unsearched_ = line;
    const std::size_t message_end = line == 0 ? 0 : BeforeEmptyLine(text, line);
    if (message_end < line) return Separator{message_end, line};
    const std::size_t line_end = text.find('\n', line);
    if (line_end == std::string_view::npos && !at_end && text.size() - line < kMaxDeliveryLine) {
      return std::nullopt;
    }
    if (IsDeliveryLine(text.substr(line, std::min(line_end, line + kMaxDeliveryLine) - line))) {
      return Separator{line, line};
    }
    unsearched_ = ++line;
  }
}

bool MboxReader::SkipToSeparator() {
  for (bool at_end = false;; at_end = !window_.ReadMore()) {
    if (const auto separator = FindSeparator(at_end)) {
      window_.Drop(separator->line);
      return window_.position() < end_;
    }
    if (window_.position() + unsearched_ >= end_) return false;
    if (unsearched_ > kEmptyLineBytes) {
      window_.Drop(unsearched_ - kEmptyLineBytes);
      unsearched_ = kEmptyLineBytes;
    }
    if (at_end) return false;
  }
}

void MboxReader::SkipLine() {
  unsearched_ = 0;
  for (;;) {
    const std::string_view text = window_.octets();
    const std::size_t feed = text.find('\n');
    if (feed != std::string_view::npos) {
      window_.Drop(feed + 1);
      return;
    }
    window_.Drop(text.size());
    if (!window_.ReadMore()) return;
  }
}

std::string_view MboxReader::Message() {
  std::size_t looked_at = 0;  // for an empty line
  for (bool at_end = false;; at_end = !window_.ReadMore()) {
    const auto separator = FindSeparator(at_end);
    const std::string_view text = window_.octets();
    if (separator) return text.substr(0, separator->message_end);
    if (at_end || text.size() > kMaxHeaderBytes) return text;
    const bool undecided = text.substr(unsearched_).starts_with(kFrom);
    if (!undecided && EndOfEmptyLine(text, looked_at) != std::string_view::npos) return text;
    looked_at = text.size() - std::min(text.size(), kEmptyLineBytes);
  }
}

std::optional<std::string_view> MboxReader::Next() {
  if (std::exchange(begun_, true) || start_ == MboxStart::kJunk) {
    if (!SkipToSeparator()) return std::nullopt;
  } else if (start_ == MboxStart::kMessage) {
    return Message();
  } else {
    window_.Drop(std::min(PreambleSize(window_.octets()), window_.octets().size()));
  }
  SkipLine();
  return Message();
}

}  // namespace namesake::mail
