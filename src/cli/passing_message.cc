// SPDX-License-Identifier: Apache-2.0
#include "cli/passing_message.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "report/verdict_fields.h"

namespace namesake::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t MarkSize(std::string_view octets) noexcept {
  return octets.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

bool IsBlank(char c) noexcept { return c == ' ' || c == '\t'; }
bool EndsLine(char c) noexcept { return c == '\r' || c == '\n'; }

// As the first line ends.
std::string_view LineEndOf(std::string_view octets) noexcept {
  const std::size_t feed = octets.find('\n');
  if (feed == std::string_view::npos) return octets.find('\r') == feed ? "\n" : "\r";
  return feed > 0 && octets[feed - 1] == '\r' ? "\r\n" : "\n";
}

// Behind the line end that begins at `at`: CRLF, LF, or what ReadHeaderSection takes for one.
std::size_t AfterLineEnd(std::string_view octets, std::size_t at) noexcept {
  std::size_t feed = at;
  while (feed < octets.size() && octets[feed] == '\r') ++feed;
  if (feed < octets.size() && octets[feed] == '\n') return feed + 1;
  return feed > at ? at + 1 : at;
}

std::size_t AfterLine(std::string_view octets, std::size_t begin) noexcept {
  const std::size_t end = octets.find_first_of("\r\n", begin);
  return end == std::string_view::npos ? octets.size() : AfterLineEnd(octets, end);
}

void Append(std::string& head, const report::AddedField& field, std::string_view line_end) {
  head.append(field.name).append(": ");
  for (const char c : field.body) {
    if (c == '\n') {
      head.append(line_end);
    } else {
      head.push_back(c);
    }
  }
  head.append(line_end);
}

}  // namespace

PassingMessage::PassingMessage(std::string_view octets) : octets_(octets) { ReadFields(); }

void PassingMessage::ReadFields() {
  std::size_t at = 0;
  for (;;) {
    const mail::HeaderSection section = mail::ReadHeaderSection(octets_.substr(at));
    for (const mail::HeaderField& field : section.fields) Take(field);
    if (!section.truncated) {
      head_size_ = at + section.size;
      return;
    }
    truncated_ = true;
    if (section.fields.empty()) {
      at = SkipLongField(at);
    } else {
      const std::string_view last = section.fields.back().body;
      at = AfterLineEnd(octets_,
                        static_cast<std::size_t>(last.data() + last.size() - octets_.data()));
    }
  }
}

void PassingMessage::Take(const mail::HeaderField& field) {
  const auto begin = static_cast<std::size_t>(field.name.data() - octets_.data());
  if (!first_field_) first_field_ = begin;
  if (report::IsOurField(field.name)) {
    const char* const end = field.body.data() + field.body.size();
    ours_.push_back(WithItsLineEnd(begin, static_cast<std::size_t>(end - octets_.data())));
  }
  if (truncated_) {
    if (!mail::IsAuthorField(field.name)) return;
    if (++authors_behind_the_limit_ > mail::kMaxClaims) return;
  }
  fields_.push_back(field);
}

// Of a field that is longer than a whole header section may be, nothing is read but its name.
std::size_t PassingMessage::SkipLongField(std::size_t begin) {
  if (!first_field_) first_field_ = begin;
  std::size_t end = begin;
  do {
    end = AfterLine(octets_, end);
  } while (end < octets_.size() && IsBlank(octets_[end]));
  if (report::IsOurField(octets_.substr(begin))) ours_.push_back({begin, end});
  return end;
}

// A bare CR before the field, which some readers take for text of the line before, goes in place of
// the field's own line end: "Subject: a\rX-Namesake-Verdict: NONE\n" leaves "Subject: a\n". A byte
// order mark goes with its line.
PassingMessage::Range PassingMessage::WithItsLineEnd(std::size_t begin,
                                                     std::size_t end) const noexcept {
  if (begin == MarkSize(octets_)) return {0, AfterLineEnd(octets_, end)};
  const bool line_before_stays =
      begin > *first_field_ && (ours_.empty() || ours_.back().end < begin);
  if (line_before_stays && octets_[begin - 1] == '\r') return {begin - 1, end};
  return {begin, AfterLineEnd(octets_, end)};
}

// Where fields can be put so that they are the first: before the first field, since what stands
// above that (the "From " line of an mbox, a line that continues nothing) is no part of one.
std::size_t PassingMessage::Top() const noexcept {
  const std::size_t mark = MarkSize(octets_);
  if (first_field_ && *first_field_ > mark) return *first_field_;
  if (first_field_ || mark > 0) return 0;
  std::size_t top = 0;
  while (top < head_size_ && !EndsLine(octets_[top])) top = AfterLine(octets_, top);
  return top;
}

std::string PassingMessage::HeadWith(std::span<const report::AddedField> added) const {
  const std::string_view line_end = LineEndOf(octets_);
  std::size_t at = Top();
  std::string head(octets_.substr(0, at));
  if (!head.empty() && !EndsLine(head.back())) head.append(line_end);
  for (const report::AddedField& field : added) Append(head, field, line_end);
  // Without a header section, what comes next would be read as a part of ours.
  if (!first_field_ && (at == head_size_ || !EndsLine(octets_[at]))) head.append(line_end);
  for (const Range& range : ours_) {
    head.append(octets_.substr(at, range.begin - at));
    at = range.end;
  }
  head.append(octets_.substr(at, head_size_ - at));
  return head;
}

}  // namespace namesake::cli
