// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// GET …/email-security/nodes: the programs that work on this store, how far behind it each is, and
// how much mail it sees. The same for every account. Safe from several threads.
class Nodes {
 public:
  explicit Nodes(const Context& context) : context_(context) {}

  void List(const CallPointer& call) const;

 private:
  const Context context_;
};

}  // namespace namesake::api
