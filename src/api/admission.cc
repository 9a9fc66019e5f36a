// SPDX-License-Identifier: Apache-2.0
#include "api/admission.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "api/authentication.h"
#include "api/failure.h"
#include "api/routes.h"
#include "base/clock.h"
#include "http/message.h"
#include "http/router.h"
#include "live/live_registry.h"
#include "registry/account.h"
#include "registry/credential.h"

namespace namesake::api {
namespace {

constexpr std::string_view kAccountParameter = "account_id";

// Existence of another account is not told: it looks like one that is not there.
Failure ForbiddenFor(const RouteRow& row) {
  return row.refusal == RefusalStyle::kAccounts ? AccountForbidden() : Forbidden();
}

Checked<registry::AccountId> AdmitToAccount(const Admission& admission,
                                            const http::Request& request) {
  const RouteRow& row = *admission.row;
  if (row.access == Access::kCredential) return admission.credential->account;
  const auto account = registry::ParseAccountId(admission.match.Parameter(kAccountParameter));
  if (!account) return Refuse(NoRoute(request.path));
  if (*account != admission.credential->account) return Refuse(ForbiddenFor(row));
  if (row.access == Access::kWrite &&
      admission.credential->permission != registry::Permission::kWrite) {
    return Refuse(ForbiddenFor(row));
  }
  return *account;
}

}  // namespace

Checked<Admission> Admit(const http::Router& router, const live::LiveRegistry& registry,
                         const http::Request& request, base::Time now) {
  Admission admission;
  admission.match = router.Find(request.method, request.path);
  if (!admission.match.route) {
    if (admission.match.allowed.empty()) return Refuse(NoRoute(request.path));
    return Refuse(MethodNotAllowed(request.method, admission.match.allowed));
  }
  admission.row = &Routes()[static_cast<std::size_t>(*admission.match.route)];
  if (admission.row->access == Access::kPublic) return admission;

  auto credential = Authenticate(request, registry, admission.row->refusal, now);
  if (!credential) return Refuse(std::move(credential.error()));
  admission.credential = std::move(*credential);
  auto account = AdmitToAccount(admission, request);
  if (!account) return Refuse(std::move(account.error()));
  admission.account = *account;
  return admission;
}

}  // namespace namesake::api
