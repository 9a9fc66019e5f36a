// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_section.h"

namespace namesake::milter {

// A field to take out of the message: the `occurrence`th of its name, counted from 1 at the top.
struct FieldRemoval {
  std::string name;
  int occurrence = 1;

  friend bool operator==(const FieldRemoval&, const FieldRemoval&) = default;
};

// "Name: body" with CRLF, also where the body is folded with LF.
void AppendField(std::string_view name, std::string_view body, std::string& text);

// The header section of one message as the mail server hands it over, field by field.
//
// Keeps at most mail::kMaxHeaderBytes; what comes behind that is counted but not kept, except for
// the author fields (of which as much again is kept): padding in front of them must not hide who
// the mail says it is from.
class ArrivedHeader {
 public:
  // `body` are the octets behind the colon, still folded.
  void Add(std::string_view name, std::string_view body);

  // Top first; views into this object, valid until it changes.
  [[nodiscard]] std::vector<mail::HeaderField> fields() const;

  // Every field of ours that arrived with the mail, the lowest first: each removal leaves the
  // numbers of those above as they are.
  [[nodiscard]] std::vector<FieldRemoval> removals() const;

  // As a message begins with it, with CRLF, without the fields of ours that arrived.
  [[nodiscard]] std::string Text() const;

  [[nodiscard]] bool truncated() const noexcept { return truncated_; }

 private:
  struct Place {
    std::size_t begin;
    std::size_t name_size;
    std::size_t body_size;
  };
  struct OwnName {
    std::string name;  // as first seen
    int occurrences = 0;
  };

  [[nodiscard]] bool HasRoomFor(std::string_view name, std::size_t size) const noexcept;
  void CountOurs(std::string_view name);

  std::string octets_;
  std::vector<Place> places_;
  std::vector<OwnName> ours_;  // few
  bool truncated_ = false;
};

}  // namespace namesake::milter
