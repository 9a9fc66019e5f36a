// SPDX-License-Identifier: Apache-2.0
#include "api/replay.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "api/call.h"
#include "api/routes.h"
#include "base/digest.h"
#include "http/message.h"
#include "registry/store.h"

namespace namesake::api {
namespace {

// More than any SDK tries; a header that says more is no attempt of an SDK's.
constexpr std::uint32_t kMaxAttempt = 1000;

std::optional<std::uint32_t> Attempt(const http::Request& request) {
  const auto text = request.Field("X-Stainless-Retry-Count");
  if (!text) return std::nullopt;
  std::uint32_t attempt = 0;
  const auto [stop, fault] = std::from_chars(text->data(), text->data() + text->size(), attempt);
  if (fault != std::errc() || stop != text->data() + text->size() || attempt > kMaxAttempt) {
    return std::nullopt;
  }
  return attempt;
}

// Each part stands behind its length, so that no two lists of parts give the same text. The base
// path is left out: the same route answers with it and without.
base::Sha256 KeyOf(const Call& call, std::string_view kind, std::string_view last_part) {
  std::string_view path = call.request().path;
  if (path.starts_with(kBasePath)) path.remove_prefix(kBasePath.size());
  std::string text;
  for (const std::string_view part : {kind, std::string_view(call.admission().credential->id),
                                      std::string_view(call.request().method), path,
                                      std::string_view(call.request().query), last_part}) {
    fmt::format_to(std::back_inserter(text), "{}:{}", part.size(), part);
  }
  return base::HashSha256(text);
}

}  // namespace

std::optional<registry::Replay> ReplayOf(const Call& call, std::string answer) {
  const std::string& body = call.request().body;
  registry::Replay replay;
  replay.answer = std::move(answer);
  if (const auto key = call.request().Field("Idempotency-Key"); key && !key->empty()) {
    replay.kind = registry::ReplayKind::kIdempotencyKey;
    replay.key = KeyOf(call, "idempotency-key", *key);
    replay.body = base::HashSha256(body);
    return replay;
  }
  const auto attempt = Attempt(call.request());
  if (!attempt) return std::nullopt;
  replay.kind = registry::ReplayKind::kRetryOfSdk;
  replay.key = KeyOf(call, "retry", body);
  replay.attempt = *attempt;
  return replay;
}

}  // namespace namesake::api
