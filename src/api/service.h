// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "api/address_trial.h"
#include "api/admission.h"
#include "api/audit_logs.h"
#include "api/call.h"
#include "api/context.h"
#include "api/csv_transfer.h"
#include "api/identity_routes.h"
#include "api/impersonation_registry.h"
#include "api/investigate.h"
#include "api/message_actions.h"
#include "api/metrics.h"
#include "api/nodes.h"
#include "api/operation_routes.h"
#include "api/policies.h"
#include "api/rate_limit.h"
#include "api/request_id.h"
#include "api/scan.h"
#include "api/tokens.h"
#include "api/usage_exchange.h"
#include "http/message.h"
#include "http/router.h"

namespace namesake::api {

struct ServiceSettings {
  std::string node = "NSK";  // three letters that end request ids
  RateLimit rate_limit;
};

// The whole API as an http::Handler: names the request, admits it, meters it and hands it to its
// route. Every way out leads through Call::Answer, so every answer has the common fields and is
// counted and logged. Safe from several threads; must outlive the server and the workers' work.
class Service final : public http::Handler {
 public:
  Service(const Context& context, const ServiceSettings& settings);

  // Messages inspected since the start.
  [[nodiscard]] std::uint64_t messages() const noexcept { return metrics_.messages(); }

  void SetRateLimit(const RateLimit& limit) { limiter_.SetLimit(limit); }

  [[nodiscard]] std::size_t BodyLimit(const http::Request& head) override;
  void Handle(http::Request request, http::Responder respond) override;
  [[nodiscard]] http::Response Fault(http::TransportFault fault) override;

 private:
  void Dispatch(const CallPointer& call) const;

  const Context context_;
  const http::Router router_;
  RequestIds ids_;
  RateLimiter limiter_;
  const UsageExchange usage_exchange_;
  Metrics metrics_;
  const ImpersonationRegistry entries_;
  const CsvTransfer csv_;
  const AddressTrial trial_;
  const Policies policies_;
  const Scan scan_;
  const Investigate investigate_;
  const MessageActions actions_;
  const AuditLogs audit_logs_;
  const Nodes nodes_;
  const Tokens tokens_;
  const IdentityRoutes identity_;
  const OperationRoutes operation_;
};

}  // namespace namesake::api
