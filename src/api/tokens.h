// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// /accounts/{account_id}/tokens: the credentials of an account, API keys among them. What writes
// waits for the store, so it is done by the workers. Safe from several threads.
class Tokens {
 public:
  explicit Tokens(const Context& context) : context_(context) {}

  // ?page, per_page; in the order of creation, those that are no longer good too.
  void List(const CallPointer& call) const;

  // The answer has the secret, which nobody can ask for again. A token makes none that outlives it.
  void Create(const CallPointer& call) const;

  // Whoever revokes the token that is being used has used it for the last time.
  void Revoke(const CallPointer& call) const;

 private:
  // Answers with the object that `work(context)` returns, once this node knows of what it did;
  // nullopt: it has answered.
  template <typename Work>
  void Change(const CallPointer& call, Work work) const;

  const Context context_;
};

}  // namespace namesake::api
