// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "api/failure.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::api {

// Reads the parameters of a list of entries: page, per_page, order, direction, provenance, search.
// All problems at once, with pointers like "/query/per_page"; unknown parameters are ignored, of
// equal ones the last counts.
[[nodiscard]] Checked<registry::ListQuery> DecodeListQuery(std::string_view query);

// The same for a list of policies: page, per_page, order, direction, pattern, search, and
// pattern_type and the flags that the kind has.
[[nodiscard]] Checked<registry::PolicyQuery> DecodePolicyQuery(std::string_view query,
                                                               registry::PolicyKind kind);

}  // namespace namesake::api
