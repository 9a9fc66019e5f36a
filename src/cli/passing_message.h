// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_section.h"
#include "report/verdict_fields.h"

namespace namesake::cli {

// A message that passes through a filter: the fields of ours that arrived with it are taken out,
// those of its verdict put on top, and every other octet leaves as it came. Valid as long as the
// octets are.
//
//   PassingMessage message("From a@b Mon\r\nX-Namesake-Verdict: NONE\r\nFrom: a@b\r\n\r\nHi");
//   message.HeadWith({{"X-Namesake-Verdict", "SPOOF"}})
//       -> "From a@b Mon\r\nX-Namesake-Verdict: SPOOF\r\nFrom: a@b\r\n\r\n"
//   message.tail() -> "Hi"
class PassingMessage {
 public:
  explicit PassingMessage(std::string_view octets);

  // For the engine, top first. Of a header section beyond mail::kMaxHeaderBytes only the author
  // fields are among them from there on: padding must not hide who the mail says it is from.
  [[nodiscard]] std::span<const mail::HeaderField> fields() const noexcept { return fields_; }
  [[nodiscard]] bool truncated() const noexcept { return truncated_; }

  // The header section without the fields of ours that arrived, with `added` on top, below the
  // "From " line of an mbox. Lines of `added` end as the message's first line does.
  [[nodiscard]] std::string HeadWith(std::span<const report::AddedField> added) const;

  // What follows the head.
  [[nodiscard]] std::string_view tail() const noexcept { return octets_.substr(head_size_); }

 private:
  struct Range {
    std::size_t begin;
    std::size_t end;
  };

  void ReadFields();
  void Take(const mail::HeaderField& field);
  [[nodiscard]] std::size_t SkipLongField(std::size_t begin);
  [[nodiscard]] Range WithItsLineEnd(std::size_t begin, std::size_t end) const noexcept;
  [[nodiscard]] std::size_t Top() const noexcept;

  std::string_view octets_;
  std::size_t head_size_ = 0;
  std::optional<std::size_t> first_field_;  // where it begins
  bool truncated_ = false;
  std::size_t authors_behind_the_limit_ = 0;
  std::vector<mail::HeaderField> fields_;
  std::vector<Range> ours_;  // in order, apart
};

}  // namespace namesake::cli
