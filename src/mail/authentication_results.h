// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_section.h"

namespace namesake::mail {

// Result of one method as a trusted server wrote it (RFC 8601 section 2.7). kUnknown: nobody whom
// we trust said anything, which is neither pass nor fail.
enum class AuthenticationResult {
  kUnknown,
  kNone,
  kPass,
  kFail,  // also softfail, policy and permerror: the check was made and not passed
  kNeutral,
  kTemporaryError,
};

// What the configured authentication service found out about the message.
struct AuthenticationResults {
  AuthenticationResult dmarc = AuthenticationResult::kUnknown;
  AuthenticationResult spf = AuthenticationResult::kUnknown;
  AuthenticationResult dkim = AuthenticationResult::kUnknown;  // the best of all signatures
  AuthenticationResult arc = AuthenticationResult::kUnknown;   // of the whole chain (RFC 8617)
  std::string dmarc_domain;  // header.from of the dmarc result, ASCII form, may be empty
  std::string spf_domain;    // smtp.mailfrom's (or smtp.helo's) domain, may be empty
  std::vector<std::string>
      dkim_domains;  // header.d (or header.i's domain) of the passed signatures

  friend bool operator==(const AuthenticationResults&, const AuthenticationResults&) = default;
};

// Reads the Authentication-Results fields whose authserv-id is one of `authserv_ids` (names
// separated by commas, compared without case), but only those at the top, since what is below may
// have arrived with the mail. Reading stops at an Authentication-Results field of somebody else and
// at a Received field, except that the Received fields above the first of ours are passed when a
// host of our organizational domain wrote them: they tell the way from the border to the mailbox.
// Of two fields that speak of one method the upper one counts. Without `authserv_ids` nothing is
// trusted and everything is kUnknown.
//
// A server that writes such fields has to remove those that arrive with its own authserv-id
// (RFC 8601 section 5).
[[nodiscard]] AuthenticationResults ReadAuthenticationResults(std::span<const HeaderField> fields,
                                                              std::string_view authserv_ids);

}  // namespace namesake::mail
