// SPDX-License-Identifier: Apache-2.0
#include "mail/sender_claims.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mail/addr_spec.h"
#include "mail/authentication_results.h"
#include "mail/character.h"
#include "mail/encoded_word.h"
#include "mail/field_text.h"
#include "mail/header_section.h"
#include "mail/mailbox_reader.h"
#include "mail/strict_reader.h"
#include "text/html_entity.h"
#include "text/idna.h"

namespace namesake::mail {
namespace {

constexpr std::array kAuthorFields{AuthorField::kFrom, AuthorField::kSender, AuthorField::kReplyTo,
                                   AuthorField::kResentFrom};

// A list names one author, now and then a few.
constexpr std::size_t kMaxOriginalAuthors = 16;

// RFC 8617 section 5.1.1 allows 50 links of a chain.
constexpr std::size_t kMaxSealers = 50;

// Adds the claims of one author field after the other, each pair once.
class ClaimReader {
 public:
  explicit ClaimReader(SenderClaims& claims) : claims_(claims) {}

  void Read(AuthorField field, std::string_view body) {
    const MailboxList list = ReadMailboxes(body);
    for (const Mailbox& mailbox : list.mailboxes) AddMailbox(field, mailbox);
    const std::string address =
        list.mailboxes.empty() ? std::string() : list.mailboxes.front().address;
    for (const std::string& group : list.group_names) {
      Add(field, Reading::kGroupName, group, address);
    }
    claims_.irregular |= list.irregular;
    claims_.truncated |= list.truncated;
    if (!list.irregular) return;
    for (const Mailbox& mailbox : ReadMailboxesStrictly(body)) {
      Add(field, Reading::kStrict, mailbox.display_name, mailbox.address);
    }
  }

 private:
  // What some readers make of the same octets beside what all do.
  void AddOtherReadings(AuthorField field, const std::string& display_name,
                        const std::string& address) {
    if (HasEncodedWord(display_name)) {
      Add(field, Reading::kNested, DecodeEncodedWords(display_name), address);
    }
    if (display_name.find('&') != std::string::npos) {
      Add(field, Reading::kHtml, text::DecodeHtmlEntities(display_name), address);
    }
  }

  void AddMailbox(AuthorField field, const Mailbox& mailbox) {
    const bool has_other_name = !mailbox.comment.empty();
    if (!mailbox.display_name.empty() || !has_other_name) {
      Add(field, Reading::kDisplayName, mailbox.display_name, mailbox.address);
      AddOtherReadings(field, mailbox.display_name, mailbox.address);
    }
    if (has_other_name) Add(field, Reading::kComment, mailbox.comment, mailbox.address);
  }

  void Add(AuthorField field, Reading reading, const std::string& display_name,
           const std::string& address) {
    if (display_name.empty() && address.empty()) return;
    const auto says_the_same = [&](const Claim& claim) {
      return claim.field == field && claim.address == address && claim.display_name == display_name;
    };
    if (std::ranges::any_of(claims_.claims, says_the_same)) return;
    if (claims_.claims.size() == kMaxClaims) {
      claims_.truncated = true;
      return;
    }
    claims_.claims.push_back({.field = field,
                              .reading = reading,
                              .display_name = display_name,
                              .address = address,
                              .normalised = address.empty() ? "" : NormaliseAddress(address)});
  }

  SenderClaims& claims_;
};

std::optional<AuthorField> AuthorFieldOf(std::string_view name) noexcept {
  // Most fields are told from ours by their length alone.
  if (name.size() != 4 && name.size() != 6 && name.size() != 8 && name.size() != 11) {
    return std::nullopt;
  }
  for (const AuthorField field : kAuthorFields) {
    if (NameIs(name, FieldName(field))) return field;
  }
  return std::nullopt;
}

void AppendAddresses(std::string_view body, std::vector<std::string>& addresses) {
  for (const Mailbox& mailbox : ReadMailboxes(body).mailboxes) {
    if (!mailbox.address.empty() && addresses.size() < kMaxOriginalAuthors) {
      addresses.push_back(NormaliseAddress(mailbox.address));
    }
  }
}

// The value of a tag in a list "i=1; d=example.com" (RFC 6376 section 3.2) as a domain; empty
// without one.
std::string TagValue(std::string_view tags, std::string_view name) {
  while (!tags.empty()) {
    const std::size_t semicolon = std::min(tags.find(';'), tags.size());
    const std::string_view tag = tags.substr(0, semicolon);
    const std::size_t equals = tag.find('=');
    if (equals != std::string_view::npos && TrimBlanks(tag.substr(0, equals)) == name) {
      return text::DomainToAscii(TrimBlanks(tag.substr(equals + 1))).value_or("");
    }
    tags.remove_prefix(std::min(semicolon + 1, tags.size()));
  }
  return {};
}

struct AuthorBody {
  AuthorField field;
  std::string_view body;
};

// Takes what the header says about itself, and hands back the author fields, which are read after
// each other and not as they stand.
std::vector<AuthorBody> SortFields(std::span<const HeaderField> fields, SenderClaims& claims) {
  std::vector<AuthorBody> authors;
  for (const HeaderField& field : fields) {
    if (const auto author = AuthorFieldOf(field.name)) {
      authors.push_back({*author, field.body});
      if (*author != AuthorField::kFrom) continue;
      if (claims.from_fields++ == 0) claims.from = FieldText(field.body);
    } else if (NameIs(field.name, "Message-ID")) {
      if (claims.message_id.empty()) claims.message_id = FieldText(field.body);
    } else if (NameIs(field.name, "X-Original-From") || NameIs(field.name, "X-Original-Sender")) {
      AppendAddresses(field.body, claims.original_authors);
    } else if (NameIs(field.name, "ARC-Seal")) {
      if (claims.arc_sealers.size() < kMaxSealers) {
        claims.arc_sealers.push_back(TagValue(field.body, "d"));
      }
    } else if (NameIs(field.name, "List-Id") || NameIs(field.name, "List-Post")) {
      claims.from_list = true;
    }
  }
  std::ranges::stable_sort(authors, {}, &AuthorBody::field);
  return authors;
}

}  // namespace

std::string_view FieldName(AuthorField field) noexcept {
  switch (field) {
    case AuthorField::kFrom:
      return "From";
    case AuthorField::kSender:
      return "Sender";
    case AuthorField::kReplyTo:
      return "Reply-To";
    case AuthorField::kResentFrom:
      return "Resent-From";
  }
  return "From";
}

bool IsAuthorField(std::string_view name) noexcept {
  return std::ranges::any_of(kAuthorFields,
                             [name](AuthorField field) { return NameIs(name, FieldName(field)); });
}

SenderClaims ReadSenderClaims(std::span<const HeaderField> fields, std::string_view authserv_ids,
                              Envelope envelope) {
  SenderClaims claims;
  claims.envelope = std::move(envelope);
  claims.authentication = ReadAuthenticationResults(fields, authserv_ids);
  const std::vector<AuthorBody> authors = SortFields(fields, claims);
  ClaimReader reader(claims);
  for (const AuthorBody& author : authors) reader.Read(author.field, author.body);
  return claims;
}

}  // namespace namesake::mail
