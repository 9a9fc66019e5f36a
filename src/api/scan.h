// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// POST …/email-security/scan: inspects one message, given as it is (message/rfc822) or as a list of
// header fields (JSON), and answers what `namesake scan` prints about it. Nothing is stored.
// Safe from several threads.
class Scan {
 public:
  explicit Scan(const Context& context) : context_(context) {}

  // ?authserv_id=NAME[,NAME…]: whose Authentication-Results to believe.
  void Inspect(const CallPointer& call) const;

 private:
  void InspectBody(const CallPointer& call) const;

  const Context context_;
};

}  // namespace namesake::api
