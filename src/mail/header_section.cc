// SPDX-License-Identifier: Apache-2.0
#include "mail/header_section.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

#include "mail/character.h"

namespace namesake::mail {
namespace {

// A common message has 25 fields; growing the vector would cost as much as reading them.
constexpr std::size_t kUsualFields = 48;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // put there by text editors

// So many octets are searched for a CR at a time: some lines.
constexpr std::ptrdiff_t kSearchAhead = 1024;

enum class LineEnd { kLineFeed, kBareCarriageReturn, kEndOfText };

// Hands out the lines of a text without their ends.
class LineReader {
 public:
  explicit LineReader(std::string_view text)
      : at_(text.data()), end_(at_ + text.size()), searched_(at_) {
    // Where no LF is at all, CR is what ends lines and nothing else.
    only_carriage_returns_ = std::memchr(at_, '\n', text.size()) == nullptr;
  }

  [[nodiscard]] bool Done() const { return at_ == end_; }
  [[nodiscard]] const char* position() const { return at_; }

  // True when the line that Take gives next follows a CR that other readers take for a character of
  // the line before: there it can begin a field, but it cannot end the section.
  [[nodiscard]] bool AfterDoubtfulEnd() const {
    return last_end_ == LineEnd::kBareCarriageReturn && !only_carriage_returns_;
  }

  [[nodiscard]] std::string_view Take() {
    const auto left = static_cast<std::size_t>(end_ - at_);
    const auto* feed = static_cast<const char*>(std::memchr(at_, '\n', left));
    const char* line_end = feed == nullptr ? end_ : feed;
    const char* next = feed == nullptr ? end_ : feed + 1;
    last_end_ = feed == nullptr ? LineEnd::kEndOfText : LineEnd::kLineFeed;
    if (feed != nullptr) {
      while (line_end != at_ && line_end[-1] == '\r') --line_end;
    }
    const char* cr = line_end == feed ? LookAhead(line_end) : FindCarriageReturn(at_, line_end);
    if (cr != nullptr) {
      line_end = cr;
      next = cr + 1;
      last_end_ = LineEnd::kBareCarriageReturn;
    }
    const std::string_view line(at_, static_cast<std::size_t>(line_end - at_));
    at_ = next;
    return line;
  }

 private:
  static const char* FindCarriageReturn(const char* begin, const char* end) {
    return static_cast<const char*>(
        std::memchr(begin, '\r', static_cast<std::size_t>(end - begin)));
  }

  // The same of a line that ends with LF alone, as they all do then: one search for some of them.
  const char* LookAhead(const char* line_end) {
    if (carriage_return_ != nullptr && carriage_return_ < at_) {
      carriage_return_ = nullptr;
      searched_ = at_;
    }
    searched_ = std::max(searched_, at_);
    while (carriage_return_ == nullptr && searched_ < line_end) {
      const char* end = searched_ + std::min(end_ - searched_, kSearchAhead);
      carriage_return_ = FindCarriageReturn(searched_, end);
      searched_ = end;
    }
    return carriage_return_ != nullptr && carriage_return_ < line_end ? carriage_return_ : nullptr;
  }

  const char* at_;
  const char* end_;
  const char* searched_;                   // before it there is no CR,
  const char* carriage_return_ = nullptr;  // but this one, which may be behind the line
  LineEnd last_end_ = LineEnd::kLineFeed;
  bool only_carriage_returns_ = false;
};

std::string_view TrimRight(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

void Extend(HeaderField& field, std::string_view line) {
  const char* begin = field.body.data();
  field.body = {begin, static_cast<std::size_t>(line.data() + line.size() - begin)};
}

// The line "From jane@example.com Mon Jan  1 …" of an mbox, and not the obsolete way to begin a
// field with blanks before the colon (RFC 5322 section 4.5).
bool IsMailboxSeparator(std::string_view line) {
  if (line.starts_with('>')) line.remove_prefix(1);
  if (!line.starts_with("From ")) return false;
  const std::size_t next = line.find_first_not_of(" \t", 4);
  return next == std::string_view::npos || line[next] != ':';
}

// True when `line` is, or belongs to, a field; false when it ends the section.
bool AddLine(std::vector<HeaderField>& fields, std::string_view line, bool after_doubtful_end) {
  if (!line.empty() && (line.front() == ' ' || line.front() == '\t')) {
    if (!fields.empty()) Extend(fields.back(), line);
    return true;
  }
  if (fields.empty() && IsMailboxSeparator(line)) return true;
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view name = TrimRight(line.substr(0, colon));
    if (!name.empty()) {
      fields.push_back({name, line.substr(colon + 1)});
      return true;
    }
  }
  if (!after_doubtful_end || fields.empty()) return false;
  Extend(fields.back(), line);
  return true;
}

}  // namespace

bool NameIs(std::string_view name, std::string_view expected) noexcept {
  return EqualsIgnoringCase(name, expected);
}

HeaderSection ReadHeaderSection(std::string_view message) {
  HeaderSection section;
  section.fields.reserve(kUsualFields);
  const std::string_view readable = message.substr(0, kMaxHeaderBytes);
  std::string_view text = readable;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  LineReader lines(text);
  while (!lines.Done()) {
    const char* line_start = lines.position();
    const bool after_doubtful_end = lines.AfterDoubtfulEnd();
    const std::string_view line = lines.Take();
    if (AddLine(section.fields, line, after_doubtful_end)) continue;
    const char* section_end = line.empty() ? lines.position() : line_start;
    section.size = static_cast<std::size_t>(section_end - message.data());
    return section;
  }
  section.size = readable.size();
  section.truncated = readable.size() < message.size();
  if (section.truncated && !section.fields.empty()) section.fields.pop_back();
  return section;
}

}  // namespace namesake::mail
