// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace namesake::api {

// src/api/openapi.json, built into the program. A test holds it against the table of routes.
[[nodiscard]] std::string_view OpenApiDocument() noexcept;

}  // namespace namesake::api
