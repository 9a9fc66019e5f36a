// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mail/authentication_results.h"
#include "mail/header_section.h"

namespace namesake::mail {

enum class AuthorField { kFrom, kSender, kReplyTo, kResentFrom };

// The field's name as it is written: "From", "Sender", "Reply-To", "Resent-From".
[[nodiscard]] std::string_view FieldName(AuthorField field) noexcept;

// Whether a field of that name is one of them, in any case.
[[nodiscard]] bool IsAuthorField(std::string_view name) noexcept;

// Which reading of the field gave a claim.
enum class Reading {
  kDisplayName,  // the phrase before the address
  kComment,      // a comment beside it, or inside the phrase
  kGroupName,    // the name of a group
  kStrict,       // GMime's reading, where it differs from ours
  kNested,       // an encoded-word that came out of an encoded-word, decoded once more
  kHtml,         // HTML character references undone, as web mail shows them
};

// A (display name, address) pair that some reader of the message could show as its author.
// Text is well-formed UTF-8, decoded, and hostile: it may hold any character.
struct Claim {
  AuthorField field = AuthorField::kFrom;
  Reading reading = Reading::kDisplayName;
  std::string display_name;  // may be empty
  std::string address;       // as written, may be empty
  std::string normalised;    // NormaliseAddress(address), may be empty

  friend bool operator==(const Claim&, const Claim&) = default;
};

// How the message travelled by SMTP; empty members are unknown.
struct Envelope {
  std::string mail_from;  // without angle brackets; empty also for the null sender
  std::string client_ip;  // "192.0.2.1", "2001:db8::1"
  std::vector<std::string> recipients = {};  // of RCPT TO, without angle brackets

  friend bool operator==(const Envelope&, const Envelope&) = default;
};

// Everything the engine asks of a message: who it says wrote it, in every reading, and what is
// known about that. A value; owns its text.
struct SenderClaims {
  std::vector<Claim> claims;  // From first, then Sender, Reply-To, Resent-From; no two equal
  AuthenticationResults authentication;
  Envelope envelope;
  std::string from;        // the first From field decoded for showing, "" when there is none
  std::string message_id;  // as written, white space trimmed, "" when there is none
  std::size_t from_fields = 0;
  bool irregular = false;  // an author field is malformed, or its readings differ
  bool truncated = false;  // a limit was exceeded; what was read is complete
  bool from_list = false;  // List-Id or List-Post is present (RFC 2919, RFC 2369)
  // The domains that have sealed the message's way (d= of ARC-Seal, RFC 8617 section 4.1.3), in
  // ASCII form. They are what a chain that has passed is worth: anybody can seal.
  std::vector<std::string> arc_sealers;
  // Who wrote the message by its own word, before a list put its own address in From: the
  // normalised addresses of X-Original-From and X-Original-Sender (Google Groups). Anybody can
  // write them.
  std::vector<std::string> original_authors;
};

// Claims of one message beyond this are not read: the engine's time is for every message.
inline constexpr std::size_t kMaxClaims = 1000;

// Reads the claims of a header section. `authserv_ids` as in ReadAuthenticationResults.
// About 2 µs for a common message: fields that nobody asks for are skipped unread.
[[nodiscard]] SenderClaims ReadSenderClaims(std::span<const HeaderField> fields,
                                            std::string_view authserv_ids, Envelope envelope = {});

}  // namespace namesake::mail
