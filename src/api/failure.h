// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/error.h"

namespace namesake::api {

// One item of an answer's `errors`.
struct Problem {
  int code = 0;
  std::string message;
  std::optional<std::string> pointer;  // JSON pointer into the body, or "/query/<parameter>"
  std::vector<std::pair<int, std::string>> chain;  // `error_chain`: code and message

  friend bool operator==(const Problem&, const Problem&) = default;
};

// Why a request is refused: an HTTP status and every problem found. This file's functions are the
// rows of the error table in docs/api.md, one each; nothing else in the API invents a code.
struct Failure {
  int status = 0;
  std::vector<Problem> problems;
  std::vector<std::pair<std::string, std::string>> fields;  // header fields of the answer

  friend bool operator==(const Failure&, const Failure&) = default;
};

template <typename T>
using Checked = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> Refuse(Failure failure) {
  return tl::unexpected<Failure>(std::move(failure));
}

// ---- Routes -------------------------------------------------------------------------------------

[[nodiscard]] Failure NoRoute(std::string_view path);
[[nodiscard]] Failure MethodNotAllowed(std::string_view method,
                                       const std::vector<std::string_view>& allowed);

// ---- Credentials --------------------------------------------------------------------------------

[[nodiscard]] Failure CredentialsMissing();
// At least one of the three is malformed.
enum class MalformedCredential { kAuthorization, kEmail, kKey, kEmailAndKey };
[[nodiscard]] Failure CredentialsMalformed(MalformedCredential which);
[[nodiscard]] Failure UnknownKey();
[[nodiscard]] Failure UnknownToken();           // 401, on the product's routes
[[nodiscard]] Failure UnknownTokenToVerify();   // 401, on the verify routes
[[nodiscard]] Failure UnknownTokenOfAccount();  // 403, on /accounts and /user
[[nodiscard]] Failure AuthorizationRequired();  // 400, an API key on a verify route
[[nodiscard]] Failure Forbidden();              // permission missing, or another account
[[nodiscard]] Failure AccountForbidden();       // the same, on /accounts/{id}
[[nodiscard]] Failure RateLimited(std::chrono::seconds wait);

// ---- The message --------------------------------------------------------------------------------

// Not HTTP/1.x, no Host, header fields that contradict each other, a body that did not come in
// time.
[[nodiscard]] Failure MalformedRequest();
[[nodiscard]] Failure HeaderTooLarge();

// `valid` is what the message names: "application/json".
[[nodiscard]] Failure WrongContentType(std::string_view valid);
[[nodiscard]] Failure TooLarge();
[[nodiscard]] Failure MalformedJson();

// A problem with one value, code 10400; collect them into Invalid().
[[nodiscard]] Problem InvalidValue(std::string pointer, std::string message);
[[nodiscard]] Failure Invalid(std::vector<Problem> problems);

// ---- Entries, policies and the store
// --------------------------------------------------------------------

[[nodiscard]] Failure EntryNotFound();
[[nodiscard]] Failure PolicyNotFound(std::string_view title);  // "Allow policy"
// The same of items of a batch, whose pointers these are.
[[nodiscard]] Failure PoliciesNotFound(std::string_view title, std::vector<std::string> pointers);
[[nodiscard]] Failure TokenNotFound();
[[nodiscard]] Failure MessageNotFound();
[[nodiscard]] Failure MessageNotKept();  // the record is there, the octets are not
[[nodiscard]] Failure IdempotencyKeyReused();
[[nodiscard]] Failure InternalError();
[[nodiscard]] Failure Unavailable();  // the store is away; repeating helps

// What an error of a lower floor is on the wire. Its message is for the log, not for the client,
// unless the input was at fault.
[[nodiscard]] Failure FromError(const base::Error& error);

}  // namespace namesake::api
