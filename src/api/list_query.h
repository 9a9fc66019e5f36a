// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "api/failure.h"
#include "registry/store.h"

namespace namesake::api {

// Reads the parameters of a list of entries: page, per_page, order, direction, provenance, search.
// All problems at once, with pointers like "/query/per_page"; unknown parameters are ignored, of
// equal ones the last counts.
[[nodiscard]] Checked<registry::ListQuery> DecodeListQuery(std::string_view query);

}  // namespace namesake::api
