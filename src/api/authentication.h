// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "api/failure.h"
#include "api/routes.h"
#include "base/clock.h"
#include "http/message.h"
#include "live/live_registry.h"
#include "registry/credential.h"

namespace namesake::api {

using CredentialPointer = std::shared_ptr<const registry::Credential>;

// Who asks: by `Authorization: Bearer` or by `X-Auth-Email` with `X-Auth-Key`; when both are there,
// the token counts. Neither revoked nor expired at `now`. `style` chooses how an unknown token is
// told.
[[nodiscard]] Checked<CredentialPointer> Authenticate(const http::Request& request,
                                                      const live::LiveRegistry& registry,
                                                      RefusalStyle style, base::Time now);

}  // namespace namesake::api
