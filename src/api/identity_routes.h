// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// What clients ask before they do anything: is this token good, whose is it, which accounts may it
// use. A credential belongs to one account, so each list of accounts has one item. Safe from
// several threads.
class IdentityRoutes {
 public:
  explicit IdentityRoutes(const Context& context) : context_(context) {}

  void VerifyToken(const CallPointer& call) const;
  void ListAccounts(const CallPointer& call) const;
  void GetAccount(const CallPointer& call) const;
  void ListMemberships(const CallPointer& call) const;
  void GetUser(const CallPointer& call) const;

  // The account's domains, all of them, by name. Read only: whose a domain is decides whose mail is
  // seen, and is for who runs the installation to say.
  void ListDomains(const CallPointer& call) const;

 private:
  const Context context_;
};

}  // namespace namesake::api
