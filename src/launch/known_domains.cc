// SPDX-License-Identifier: Apache-2.0
#include "launch/known_domains.h"

#include <memory>
#include <utility>

#include "detection/known_domains.h"
#include "settings/settings.h"

namespace namesake::launch {

std::shared_ptr<const detection::KnownDomains> ReadKnownDomains(
    const settings::Settings& settings) {
  detection::KnownDomains known;
  known.free_mailers = detection::ReadDomainList(settings.Text("detection.free_mailers"));
  known.arc_sealers = detection::ReadDomainList(settings.Text("detection.arc_sealers"));
  return std::make_shared<const detection::KnownDomains>(std::move(known));
}

}  // namespace namesake::launch
