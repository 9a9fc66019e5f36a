// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace namesake::mail {

// The body of a field on one line, decoded (RFC 2047), as a person sees it. Well-formed UTF-8.
[[nodiscard]] std::string FieldText(std::string_view body);

// The time of a Date field (RFC 5322 section 3.3, with its obsolete forms); nullopt for none.
[[nodiscard]] std::optional<base::Time> ReadDate(std::string_view body);

}  // namespace namesake::mail
