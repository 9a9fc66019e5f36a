// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "mail/authentication_results.h"
#include "mail/sender_claims.h"
#include "registry/policy.h"

namespace namesake::registry {

// A change to apply to a set: with `policy` put (a new one or the next state of a known id),
// without it removed.
struct PolicyChange {
  base::Uuid id;
  std::optional<Policy> policy;
};

// What policies are compared with in one message.
struct PolicySubject {
  std::string envelope_sender;              // normalised; empty when null or unknown
  std::vector<std::string> header_senders;  // normalised: every address that From may show
  std::vector<std::string> recipients;      // normalised envelope recipients; empty when unknown
  std::string client_ip;                    // of the SMTP client; empty when unknown
  mail::AuthenticationResults authentication;
};

[[nodiscard]] PolicySubject SubjectOf(const mail::SenderClaims& claims);

// Which policies speak about a message; null where none does. Pointers live as long as the set.
// What follows from them, and which of two that contradict each other wins, is the engine's to say.
struct MatchedPolicies {
  const Policy* exempt_recipient = nullptr;   // every recipient is exempt: that of the first one
  const Policy* trusted_sender = nullptr;     // AllowPolicy::is_trusted_sender
  const Policy* acceptable_sender = nullptr;  // AllowPolicy::is_acceptable_sender
  const Policy* blocked_sender = nullptr;

  friend bool operator==(const MatchedPolicies&, const MatchedPolicies&) = default;
};

// All policies of one account at one moment, compiled: immutable, shared, safe from several
// threads. Literals are found by hashing (a domain and the names above it, an address in every
// length of network in use); regular expressions, kMaxPatternPolicies at most, are tried one after
// the other, oldest first. Of several that match, a literal is given before a regular expression.
//
// A sender is spared when the envelope sender or the client matches, or when every address in From
// does: one trusted address beside a foreign one spares nobody. It is blocked when any of them
// matches. verify_sender asks that DMARC passed, or SPF or DKIM for a domain aligned with the one
// that matched; for a client or a recipient, with that of every From address.
class PolicySet {
 public:
  PolicySet();
  // A policy whose pattern no longer compiles matches nothing.
  explicit PolicySet(std::vector<Policy> policies);

  // The next set with the changes applied in order.
  [[nodiscard]] PolicySet With(std::vector<PolicyChange> changes) const;

  [[nodiscard]] MatchedPolicies Match(const PolicySubject& subject) const;
  // Costs nothing for an empty set.
  [[nodiscard]] MatchedPolicies Match(const mail::SenderClaims& claims) const;

  // The trusted domain, with is_similarity or is_recent, that is `domain` or stands above it; null
  // without one. `domain` in ASCII form.
  [[nodiscard]] bool ExemptsRecipients() const noexcept;

  // Those of the recipients whose mail is exempt, each by itself.
  [[nodiscard]] std::vector<std::string> ExemptRecipients(const mail::SenderClaims& claims) const;

  [[nodiscard]] const Policy* FindTrustedLookalike(std::string_view domain) const;
  [[nodiscard]] const Policy* FindTrustedRecent(std::string_view domain) const;
  [[nodiscard]] bool IsTrustedLookalike(std::string_view domain) const {
    return FindTrustedLookalike(domain) != nullptr;
  }

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t memory_bytes() const noexcept;  // about
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

 private:
  struct Compiled;
  class Index;
  struct Tables;

  std::shared_ptr<const Tables> tables_;
};

}  // namespace namesake::registry
