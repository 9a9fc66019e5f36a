// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace namesake::base {

// What kind of failure it is, for the caller that has to decide. The adapters turn a code into an
// HTTP status (api/envelope), an SMTP reply (milter/action) or an exit status (cli).
enum class ErrorCode {
  kInvalidArgument,    // the input is wrong; repeating it does not help
  kNotFound,           // the thing named does not exist
  kConflict,           // the thing exists in another shape
  kPermissionDenied,   // known, but not allowed
  kResourceExhausted,  // a documented limit was exceeded
  kUnavailable,        // a lasting part (store, network) is away; repeating may help
  kTimeout,            // it took longer than it may
  kInternal,           // our own fault
};

// A failure that a caller must handle: a code for the program, a message for a person. The message
// says what, where and what to do, in one line without a full stop; it never holds a secret.
// Value type, safe to copy between threads.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

// The code's stable name in snake_case, for logs: "invalid_argument".
[[nodiscard]] std::string_view ErrorCodeName(ErrorCode code) noexcept;

}  // namespace namesake::base
