// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/error.h"

namespace namesake::base {

// A value or the reason why there is none. g++ 12 has no complete std::expected; when it has, only
// this file changes, so write `and_then` and `transform`, which both know.
//
//   Expected<int> Port(std::string_view text) {
//     ...
//     return Fail(ErrorCode::kInvalidArgument, "port: 70000 is not between 1 and 65535");
//   }
template <typename T>
using Expected = tl::expected<T, Error>;

// Success without a value: `return Ok();`
using Status = Expected<void>;

[[nodiscard]] inline Status Ok() { return {}; }

[[nodiscard]] inline tl::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

// Hands an error on from one Expected to another type: `if (!row) return Fail(row.error());`
[[nodiscard]] inline tl::unexpected<Error> Fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace namesake::base
