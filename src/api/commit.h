// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "api/call.h"
#include "api/context.h"
#include "registry/store.h"

namespace namesake::api {

// Calls `visible` (from any thread) with the body to answer, once `write` is durable and the next
// message is checked against it: `body`, or what a replay gave at first. A failure is answered
// here; `failed` may take it over by returning true. `committed` is called before `visible` when
// something was done, that is, not for a replay.
void CommitThen(const Context& context, const CallPointer& call, registry::Write write,
                std::string body, std::function<void(std::string)> visible,
                const std::function<bool(const base::Error&)>& failed = {},
                const std::function<void()>& committed = {});

}  // namespace namesake::api
