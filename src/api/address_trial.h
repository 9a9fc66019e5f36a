// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// POST …/impersonation_registry/test_addresses: which addresses an `email`, literal or pattern,
// would let bear the name. For whoever writes a pattern, before it is in force. Nothing is stored.
// Safe from several threads.
class AddressTrial {
 public:
  explicit AddressTrial(const Context& context) : context_(context) {}

  void Run(const CallPointer& call) const;

 private:
  const Context context_;
};

}  // namespace namesake::api
