// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "api/call.h"
#include "registry/store.h"

namespace namesake::api {

// How a write of this request is to be remembered, so that repeating it gets the first answer: by
// its Idempotency-Key, else as an SDK's retry when it says which attempt it is
// (X-Stainless-Retry-Count), else not at all: two equal requests are two. Keys of different
// credentials, methods and paths never meet. `answer` is the body to give again.
[[nodiscard]] std::optional<registry::Replay> ReplayOf(const Call& call, std::string answer);

}  // namespace namesake::api
