// SPDX-License-Identifier: Apache-2.0
#include "mail/delivery_fields.h"

#include <span>
#include <string_view>

#include "mail/character.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"

namespace namesake::mail {
namespace {

// The address of a field that holds nothing else, with or without angle brackets.
std::string_view AddressIn(std::string_view body) noexcept {
  std::string_view text = TrimBlanks(body);
  if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

Envelope ReadDeliveryFields(std::span<const HeaderField> fields) {
  Envelope envelope;
  bool has_path = false;
  for (const HeaderField& field : fields) {
    if (!has_path && NameIs(field.name, "Return-Path")) {
      has_path = true;
      envelope.mail_from = AddressIn(field.body);
    } else if (envelope.recipients.empty() && NameIs(field.name, "Delivered-To")) {
      envelope.recipients.emplace_back(AddressIn(field.body));
    }
  }
  return envelope;
}

}  // namespace namesake::mail
