// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "detection/known_domains.h"
#include "settings/settings.h"

namespace namesake::launch {

// What detection.free_mailers and detection.arc_sealers add to the domains that the engine knows.
[[nodiscard]] std::shared_ptr<const detection::KnownDomains> ReadKnownDomains(
    const settings::Settings& settings);

}  // namespace namesake::launch
