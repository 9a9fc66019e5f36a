// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// GET /accounts/{account_id}/audit_logs: who changed what, in the form of Cloudflare's audit logs.
// Safe from several threads.
class AuditLogs {
 public:
  explicit AuditLogs(const Context& context) : context_(context) {}

  // ?since, before (RFC 3339), action.type, direction (desc), page, per_page.
  void List(const CallPointer& call) const;

 private:
  const Context context_;
};

}  // namespace namesake::api
