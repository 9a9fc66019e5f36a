// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "api/failure.h"
#include "api/routes.h"
#include "base/clock.h"
#include "http/message.h"
#include "http/router.h"
#include "live/live_registry.h"
#include "registry/account.h"
#include "registry/credential.h"

namespace namesake::api {

// Who may do what a request asks for. `credential` is null on a public route; `account` is the one
// in the path, or the credential's own where the path names none.
struct Admission {
  const RouteRow* row = nullptr;
  http::Router::Match match;
  std::shared_ptr<const registry::Credential> credential;
  registry::AccountId account;
};

// The first checks of every request, in the order that docs/api.md gives: route, method,
// credentials present, well-formed, known; form of the account id, access to it, permission.
// Reads nothing of the body and takes the same time for a known and an unknown credential.
[[nodiscard]] Checked<Admission> Admit(const http::Router& router,
                                       const live::LiveRegistry& registry,
                                       const http::Request& request, base::Time now);

}  // namespace namesake::api
