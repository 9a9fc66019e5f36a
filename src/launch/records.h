// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "live/live_registry.h"
#include "record/recorder.h"

namespace namesake::launch {

// What each account lets be remembered, as it is now.
[[nodiscard]] std::vector<record::AccountRetention> RetentionsOf(
    const live::LiveRegistry& registry);

}  // namespace namesake::launch
