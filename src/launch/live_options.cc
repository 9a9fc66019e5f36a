// SPDX-License-Identifier: Apache-2.0
#include "launch/live_options.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "detection/known_domains.h"
#include "live/live_registry.h"
#include "settings/settings.h"

namespace namesake::launch {

live::Options ReadLiveOptions(const settings::Settings& settings) {
  constexpr std::size_t kMebibyte = 1U << 20U;
  detection::KnownDomains known;
  known.free_mailers = detection::ReadDomainList(settings.Text("detection.free_mailers"));
  known.arc_sealers = detection::ReadDomainList(settings.Text("detection.arc_sealers"));
  return {.known = std::make_shared<const detection::KnownDomains>(std::move(known)),
          .snapshot_bytes =
              static_cast<std::size_t>(settings.Number("snapshots.memory_mib")) * kMebibyte};
}

}  // namespace namesake::launch
