// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace namesake::names {

// What is known of domains that belong to nobody's company: mailboxes for everyone, and services
// that send in a person's name. Domains are lower-case A-labels without a final dot.
//
// Compiled by hand from general knowledge. Safe from any thread, allocates nothing; everything
// returned lives as long as the program.

// Whether everyone can have a mailbox at exactly this domain.
//   IsFreeMailer("hotmail.co.uk") -> true     IsFreeMailer("mail.example.com") -> false
[[nodiscard]] bool IsFreeMailer(std::string_view domain) noexcept;

// When two addresses of a provider are one mailbox.
struct MailboxRules {
  std::string_view canonical_domain;  // googlemail.com -> gmail.com
  bool ignores_dots;                  // j.doe = jdoe
  char tag_separator;                 // jdoe+shop = jdoe; 0 where there are no tags
};

// nullptr where nothing is known: then every difference counts.
[[nodiscard]] const MailboxRules* FindMailboxRules(std::string_view domain) noexcept;

// Why a service writes in a person's name.
enum class ServiceKind : std::uint8_t {
  kSharing,      // "Jane Doe (via Google Docs)" has shared a file
  kCalendar,     // an appointment
  kSocial,       // a message or contact of a social network
  kTracker,      // a comment on an issue, task or change
  kSigning,      // a document to sign
  kMailingList,  // a list that rewrites the author
  kTicket,       // the answer of a help desk
  kBulk,         // newsletters and campaigns
  kInvitation,   // events, polls, surveys
  kPayment,      // money sent or asked for
};

struct NotificationService {
  std::string_view domain;  // it, and what is below it
  std::string_view name;    // as people call it
  ServiceKind kind;
  // The local parts from which it sends, separated by blanks, `*` at the end for anything; empty
  // where nobody else writes from the domain. github.com has employees, too.
  std::string_view local_parts;
};

// The service that sends from this domain or one above it; of several at one domain the first, and
// without a look at the local part. nullptr when there is none.
//   FindService("docs.google.com") -> Google Docs, kSharing
[[nodiscard]] const NotificationService* FindService(std::string_view domain) noexcept;

// The same for a whole address: the local part, in lower case, must be one from which the service
// sends.
//   FindService("notifications", "github.com") -> GitHub
//   FindService("jane", "github.com")          -> nullptr
[[nodiscard]] const NotificationService* FindService(std::string_view local_part,
                                                     std::string_view domain) noexcept;

}  // namespace namesake::names
