// SPDX-License-Identifier: Apache-2.0
#include "milter/arrived_header.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "report/verdict_fields.h"

namespace namesake::milter {

namespace {

// RFC 5322 section 4.5 knows white space between name and colon.
std::string_view TrimEnd(std::string_view name) noexcept {
  while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
  return name;
}

}  // namespace

void AppendField(std::string_view name, std::string_view body, std::string& text) {
  text.append(name).append(body.starts_with(' ') || body.starts_with('\t') ? ":" : ": ");
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '\n' && (i == 0 || body[i - 1] != '\r')) text += '\r';
    text += body[i];
  }
  text += "\r\n";
}

void ArrivedHeader::Add(std::string_view name, std::string_view body) {
  if (report::IsOurField(name)) CountOurs(name);
  name = TrimEnd(name);
  if (!HasRoomFor(name, name.size() + body.size())) {
    truncated_ = true;
    return;
  }
  places_.push_back({octets_.size(), name.size(), body.size()});
  octets_.append(name).append(body);
}

bool ArrivedHeader::HasRoomFor(std::string_view name, std::size_t size) const noexcept {
  const std::size_t limit =
      mail::IsAuthorField(name) ? 2 * mail::kMaxHeaderBytes : mail::kMaxHeaderBytes;
  return octets_.size() + size <= limit;
}

void ArrivedHeader::CountOurs(std::string_view name) {
  const auto known = std::find_if(ours_.begin(), ours_.end(), [name](const OwnName& each) {
    return mail::NameIs(name, each.name);
  });
  if (known != ours_.end()) {
    ++known->occurrences;
  } else {
    ours_.push_back({.name = std::string(name), .occurrences = 1});
  }
}

std::vector<mail::HeaderField> ArrivedHeader::fields() const {
  std::vector<mail::HeaderField> fields;
  fields.reserve(places_.size());
  const std::string_view octets = octets_;
  for (const Place& place : places_) {
    fields.push_back({.name = octets.substr(place.begin, place.name_size),
                      .body = octets.substr(place.begin + place.name_size, place.body_size)});
  }
  return fields;
}

std::string ArrivedHeader::Text() const {
  std::string text;
  for (const mail::HeaderField& field : fields()) {
    if (!report::IsOurField(field.name)) AppendField(field.name, field.body, text);
  }
  return text;
}

std::vector<FieldRemoval> ArrivedHeader::removals() const {
  std::vector<FieldRemoval> removals;
  for (const OwnName& own : ours_) {
    for (int occurrence = own.occurrences; occurrence > 0; --occurrence) {
      removals.push_back({.name = own.name, .occurrence = occurrence});
    }
  }
  return removals;
}

}  // namespace namesake::milter
