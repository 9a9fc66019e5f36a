// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "settings/settings.h"

namespace namesake::settings {

// What is wrong with `value` for `setting`, and what is allowed: "log.level: "loud" is not one of
// debug, info, warning, error". "" when nothing is. Private to this folder.
[[nodiscard]] std::string FaultOf(const Setting& setting, const Value& value);

// "there is no setting milter.action.sproof, the nearest is milter.action.spoof"
[[nodiscard]] std::string UnknownKey(std::string_view key);

}  // namespace namesake::settings
