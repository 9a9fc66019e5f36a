// SPDX-License-Identifier: Apache-2.0
#include "milter/filter.h"

#include <memory>
#include <utility>

#include "live/live_registry.h"
#include "milter/action.h"

namespace namesake::milter {

Filter::Filter(live::LiveRegistry& registry, Conduct conduct)
    : registry_(registry), conduct_(std::make_shared<const Conduct>(std::move(conduct))) {}

void Filter::SetConduct(Conduct conduct) {
  conduct_.Set(std::make_shared<const Conduct>(std::move(conduct)));
}

std::shared_ptr<const Conduct> Filter::conduct() const { return conduct_.Copy(); }

}  // namespace namesake::milter
