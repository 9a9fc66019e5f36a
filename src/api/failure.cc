// SPDX-License-Identifier: Apache-2.0
#include "api/failure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "registry/store.h"
#include "text/utf8.h"

namespace namesake::api {
namespace {

// So much of a path is told back to who asked for it.
constexpr std::size_t kMaxPathEcho = 512;

// Clients take a Retry-After above a minute for a mistake and ignore it.
constexpr std::chrono::seconds kMaxRetryAfter{59};
constexpr std::string_view kRetryAfterStoreAway = "2";

Failure One(int status, int code, std::string message) {
  return {status, {{code, std::move(message), std::nullopt, {}}}, {}};
}

// The SDKs repeat 5xx and a few 4xx for minutes; where that cannot help, the answer says so.
Failure&& WithoutRetry(Failure&& failure) {
  failure.fields.emplace_back("x-should-retry", "false");
  return std::move(failure);
}

Failure InvalidHeaders(std::vector<std::pair<int, std::string>> chain) {
  return {400, {{6003, "Invalid request headers", std::nullopt, std::move(chain)}}, {}};
}

// The store went away in the middle of a commit.
Failure WriteUncertain() {
  Failure failure =
      One(503, 10503,
          "The store went away while it was writing, and it is not known whether it was "
          "changed. Repeat the request with its Idempotency-Key, or look");
  failure.fields.emplace_back("Retry-After", kRetryAfterStoreAway);
  return failure;
}

}  // namespace

Failure NoRoute(std::string_view path) {
  return {404,
          {{7003,
            fmt::format("Could not route to {}, perhaps your object identifier is invalid?",
                        text::RepairUtf8(path.substr(0, kMaxPathEcho))),
            std::nullopt,
            {}},
           {7000, "No route for that URI", std::nullopt, {}}},
          {}};
}

Failure MethodNotAllowed(std::string_view method, const std::vector<std::string_view>& allowed) {
  Failure failure = One(
      405, 7001, fmt::format("Method {} not available for that URI.", text::RepairUtf8(method)));
  failure.fields.emplace_back("Allow", fmt::format("{}", fmt::join(allowed, ", ")));
  return failure;
}

Failure CredentialsMissing() {
  return One(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
}

Failure CredentialsMalformed(MalformedCredential which) {
  using enum MalformedCredential;
  if (which == kAuthorization) {
    return InvalidHeaders({{6111, "Invalid format for Authorization header"}});
  }
  std::vector<std::pair<int, std::string>> chain;
  if (which != kKey) chain.emplace_back(6102, "Invalid format for X-Auth-Email header");
  if (which != kEmail) chain.emplace_back(6103, "Invalid format for X-Auth-Key header");
  return InvalidHeaders(std::move(chain));
}

Failure UnknownKey() { return One(403, 9103, "Unknown X-Auth-Key or X-Auth-Email"); }
Failure UnknownToken() { return One(401, 10000, "Authentication error"); }
Failure UnknownTokenToVerify() { return One(401, 1000, "Invalid API Token"); }
Failure UnknownTokenOfAccount() { return One(403, 9109, "Invalid access token"); }
Failure AuthorizationRequired() { return One(400, 1001, "Missing \"Authorization\" header"); }
Failure Forbidden() { return One(403, 10000, "Authentication error"); }
Failure AccountForbidden() { return One(403, 9109, "Unauthorized to access requested resource"); }

Failure RateLimited(std::chrono::seconds wait) {
  using namespace std::chrono_literals;
  Failure failure =
      One(429, 10429, "Rate limited. Please wait and consider throttling your request speed");
  const std::chrono::seconds told = std::clamp(wait, std::chrono::seconds(1s), kMaxRetryAfter);
  failure.fields.emplace_back("Retry-After", fmt::format("{}", told.count()));
  return failure;
}

Failure MalformedRequest() { return InvalidHeaders({}); }

Failure HeaderTooLarge() {
  return WithoutRetry({431, {{6003, "Request header fields too large", std::nullopt, {}}}, {}});
}

Failure WrongContentType(std::string_view valid) {
  return InvalidHeaders(
      {{6105, fmt::format("Invalid Content-Type header, valid values are {}", valid)}});
}

Failure TooLarge() {
  return WithoutRetry(One(413, 10413, "The request body is larger than this route accepts"));
}

Failure MalformedJson() { return One(400, 6007, "Malformed JSON in request body"); }

Problem InvalidValue(std::string pointer, std::string message) {
  return {10400, std::move(message), std::move(pointer), {}};
}

Failure Invalid(std::vector<Problem> problems) { return {400, std::move(problems), {}}; }

Failure EntryNotFound() { return One(404, 10404, "Impersonation registry entry not found"); }

Failure TokenNotFound() { return One(404, 10404, "Token not found"); }

Failure PolicyNotFound(std::string_view title) {
  return One(404, 10404, fmt::format("{} not found", title));
}

Failure PoliciesNotFound(std::string_view title, std::vector<std::string> pointers) {
  Failure failure{404, {}, {}};
  for (std::string& pointer : pointers) {
    failure.problems.push_back({10404, fmt::format("{} not found", title), std::move(pointer), {}});
  }
  return failure;
}

Failure MessageNotFound() { return One(404, 10404, "Message not found"); }

Failure MessageNotKept() { return One(404, 10404, "The message itself is not kept"); }

Failure IdempotencyKeyReused() {
  return WithoutRetry(One(422, 10422, "This Idempotency-Key was used with another request body"));
}

Failure InternalError() { return One(500, 10500, "Internal server error"); }

Failure Unavailable() {
  Failure failure = One(503, 10503, "The store is not available; nothing was changed. Try again");
  failure.fields.emplace_back("Retry-After", kRetryAfterStoreAway);
  return failure;
}

Failure FromError(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::kNotFound:
      return EntryNotFound();
    case base::ErrorCode::kInvalidArgument:
      if (error.message == registry::kIdempotencyKeyReused) return IdempotencyKeyReused();
      return Invalid({InvalidValue("", error.message)});
    case base::ErrorCode::kUnavailable:
    case base::ErrorCode::kResourceExhausted:
    case base::ErrorCode::kConflict:  // a write that lost every race: the next try may win
      return Unavailable();
    case base::ErrorCode::kTimeout:
      return WriteUncertain();
    case base::ErrorCode::kPermissionDenied:
      return Forbidden();
    case base::ErrorCode::kInternal:
      break;
  }
  return InternalError();
}

}  // namespace namesake::api
