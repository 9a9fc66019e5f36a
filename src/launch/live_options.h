// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "live/live_registry.h"
#include "settings/settings.h"

namespace namesake::launch {

// What detection.free_mailers and detection.arc_sealers add to the domains that the engine knows,
// and the memory of snapshots.memory_mib.
[[nodiscard]] live::Options ReadLiveOptions(const settings::Settings& settings);

}  // namespace namesake::launch
