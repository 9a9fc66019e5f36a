// SPDX-License-Identifier: Apache-2.0
#include "api/service.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>

#include "api/admission.h"
#include "api/call.h"
#include "api/context.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/rate_limit.h"
#include "api/routes.h"
#include "base/clock.h"
#include "http/message.h"
#include "registry/usage.h"

namespace namesake::api {
namespace {

Failure FailureOf(http::TransportFault fault) {
  switch (fault) {
    case http::TransportFault::kMalformed:
    case http::TransportFault::kTimeout:
      return MalformedRequest();
    case http::TransportFault::kHeaderTooLarge:
      return HeaderTooLarge();
    case http::TransportFault::kNoAnswer:
      break;
  }
  return InternalError();
}

}  // namespace

Service::Service(const Context& context, const ServiceSettings& settings)
    : context_(context),
      router_(MakeRouter()),
      ids_(settings.node),
      limiter_(settings.rate_limit),
      usage_exchange_(limiter_,
                      [&store = context.store](std::span<const registry::Usage> counted) {
                        return store.AddUsage(counted);
                      }),
      entries_(context),
      csv_(context),
      trial_(context),
      policies_(context),
      scan_(context),
      investigate_(context),
      actions_(context),
      audit_logs_(context),
      nodes_(context),
      tokens_(context),
      identity_(context),
      operation_(context, metrics_) {}

std::size_t Service::BodyLimit(const http::Request& head) {
  const auto match = router_.Find(head.method, head.path);
  if (!match.route) return kMaxBodyBytes;
  const std::size_t limit = MaxBodyBytes(Routes()[static_cast<std::size_t>(*match.route)]);
  // Whoever will be turned away need not send us a whole mailbox first.
  if (limit > kMaxBodyBytes &&
      !Admit(router_, context_.registry, head, context_.clock.Now()).has_value()) {
    return kMaxBodyBytes;
  }
  return limit;
}

void Service::Handle(http::Request request, http::Responder respond) {
  const auto call = std::make_shared<Call>(Call::Reports{.metrics = metrics_, .limiter = limiter_},
                                           ids_.Next(), std::move(request), std::move(respond));
  const base::Time now = context_.clock.Now();
  auto admission = Admit(router_, context_.registry, call->request(), now);
  if (!admission) return call->Answer(admission.error());
  const auto credential = admission->credential;
  call->Admitted(std::move(*admission));
  if (credential) {
    const Allowance allowance = limiter_.Take(*credential, now);
    call->Metered(allowance);
    if (!allowance.allowed) return call->Answer(RateLimited(allowance.reset));
  }
  Dispatch(call);
}

void Service::Dispatch(const CallPointer& call) const {
  switch (call->admission().row->route) {
    case Route::kListEntries:
      return entries_.List(call);
    case Route::kCreateEntry:
      return entries_.Create(call);
    case Route::kGetEntry:
      return entries_.Get(call);
    case Route::kEditEntry:
      return entries_.Edit(call);
    case Route::kDeleteEntry:
      return entries_.Delete(call);
    case Route::kImportEntries:
      return csv_.Import(call);
    case Route::kExportEntries:
      return csv_.Export(call);
    case Route::kTestAddresses:
      return trial_.Run(call);
    case Route::kListPolicies:
      return policies_.List(call);
    case Route::kCreatePolicy:
      return policies_.Create(call);
    case Route::kGetPolicy:
      return policies_.Get(call);
    case Route::kEditPolicy:
      return policies_.Edit(call);
    case Route::kReplacePolicy:
      return policies_.Replace(call);
    case Route::kDeletePolicy:
      return policies_.Delete(call);
    case Route::kBatchPolicies:
      return policies_.Batch(call);
    case Route::kListDomains:
      return identity_.ListDomains(call);
    case Route::kListNodes:
      return nodes_.List(call);
    case Route::kScan:
      return scan_.Inspect(call);
    case Route::kListMessages:
      return investigate_.List(call);
    case Route::kGetTotals:
      return investigate_.Totals(call);
    case Route::kGetMessage:
      return investigate_.Get(call);
    case Route::kGetDetections:
      return investigate_.Detections(call);
    case Route::kGetActionLog:
      return investigate_.ActionLog(call);
    case Route::kGetRawMessage:
      return investigate_.Raw(call);
    case Route::kGetTrace:
      return investigate_.Trace(call);
    case Route::kReleaseMessages:
      return actions_.Release(call);
    case Route::kMoveMessages:
      return actions_.MoveMany(call);
    case Route::kMoveMessage:
      return actions_.MoveOne(call);
    case Route::kReclassifyMessage:
      return actions_.Reclassify(call);
    case Route::kListAuditLogs:
      return audit_logs_.List(call);
    case Route::kListTokens:
      return tokens_.List(call);
    case Route::kCreateToken:
      return tokens_.Create(call);
    case Route::kRevokeToken:
      return tokens_.Revoke(call);
    case Route::kVerifyToken:
    case Route::kVerifyAccountToken:
      return identity_.VerifyToken(call);
    case Route::kListAccounts:
      return identity_.ListAccounts(call);
    case Route::kGetAccount:
      return identity_.GetAccount(call);
    case Route::kListMemberships:
      return identity_.ListMemberships(call);
    case Route::kGetUser:
      return identity_.GetUser(call);
    case Route::kHealth:
      return operation_.Health(call);
    case Route::kReady:
      return operation_.Ready(call);
    case Route::kMetrics:
      return operation_.ShowMetrics(call);
    case Route::kOpenApi:
      return operation_.OpenApi(call);
  }
}

http::Response Service::Fault(http::TransportFault fault) {
  http::Response response = Render(FailureOf(fault));
  AddCommonFields(response, ids_.Next(), limiter_, limiter_.Untouched());
  metrics_.CountRequest(Metrics::kNoRow, response.status, std::chrono::nanoseconds(0));
  return response;
}

}  // namespace namesake::api
