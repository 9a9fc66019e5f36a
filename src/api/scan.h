// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "api/call.h"
#include "api/context.h"
#include "detection/verdict.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "registry/account.h"

namespace namesake::api {

// POST …/email-security/scan: inspects one message, given as it is (message/rfc822) or as a list of
// header fields (JSON), and answers what `namesake scan` prints about it. Recorded only on request.
// Safe from several threads.
class Scan {
 public:
  explicit Scan(const Context& context) : context_(context) {}

  // ?authserv_id=NAME[,NAME…]: whose Authentication-Results to believe. ?record=true: the message
  // is recorded for /investigate, as the account wants messages recorded.
  void Inspect(const CallPointer& call) const;

 private:
  void InspectBody(const CallPointer& call) const;
  void Remember(const registry::AccountId& id, std::span<const mail::HeaderField> fields,
                const mail::SenderClaims& claims, const detection::Verdict& verdict) const;

  const Context context_;
};

}  // namespace namesake::api
