// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "api/failure.h"
#include "http/message.h"

namespace namesake::api {

// The media type of a request without its parameters, in lower case; "" without the field.
[[nodiscard]] std::string MediaType(const http::Request& request);

// Content type (absent, application/json or application/*+json), size, syntax: in this order.
// Well-formed UTF-8, at most 32 levels deep; of equal keys the last one counts.
[[nodiscard]] Checked<boost::json::value> ReadJsonBody(const http::Request& request);
// The same, and the body is an object.
[[nodiscard]] Checked<boost::json::object> ReadJsonObject(const http::Request& request);

// `token` escaped for a JSON pointer (RFC 6901): "a/b" -> "a~1b".
[[nodiscard]] std::string PointerToken(std::string_view token);

}  // namespace namesake::api
