// SPDX-License-Identifier: Apache-2.0
#include "api/call.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "api/envelope.h"
#include "api/failure.h"
#include "api/metrics.h"
#include "api/rate_limit.h"
#include "api/routes.h"
#include "base/error.h"
#include "base/log.h"
#include "http/message.h"

namespace namesake::api {
namespace {

std::size_t RowIndex(const RouteRow* row) noexcept {
  return row == nullptr ? Metrics::kNoRow : static_cast<std::size_t>(row - Routes().data());
}

// Changes and refusals of credentials are worth a line always, reads only when one looks for them.
base::LogLevel LevelOf(const RouteRow* row, int status) noexcept {
  if (status >= 500) return base::LogLevel::kError;
  if (status == 401 || status == 403 || status == 429) return base::LogLevel::kInfo;
  const bool changes = row != nullptr && row->access == Access::kWrite;
  return changes ? base::LogLevel::kInfo : base::LogLevel::kDebug;
}

}  // namespace

void AddCommonFields(http::Response& response, const std::string& ray, const RateLimiter& limiter,
                     const Allowance& allowance) {
  response.fields.emplace_back("cf-ray", ray);
  response.fields.emplace_back("Ratelimit", RateLimiter::Field(allowance));
  response.fields.emplace_back("Ratelimit-Policy", limiter.PolicyField());
}

Call::Call(const Reports& reports, std::string ray, http::Request request, http::Responder respond)
    : reports_(reports),
      ray_(std::move(ray)),
      request_(std::move(request)),
      respond_(std::move(respond)),
      allowance_(reports.limiter.Untouched()) {}

std::string Call::actor() const {
  const auto& credential = admission_.credential;
  if (!credential) return {};
  if (credential->name.empty()) return credential->id;
  return credential->id + " (" + credential->name + ")";
}

void Call::Answer(http::Response response) {
  AddCommonFields(response, ray_, reports_.limiter, allowance_);
  reports_.metrics.CountRequest(RowIndex(admission_.row), response.status,
                                std::chrono::steady_clock::now() - begin_);
  Log(response.status);
  respond_(std::move(response));
}

void Call::Answer(const Failure& failure) { Answer(Render(failure)); }

void Call::Answer(const base::Error& error) {
  if (error.code == base::ErrorCode::kInternal || error.code == base::ErrorCode::kUnavailable) {
    base::Log(
        base::LogLevel::kError, "request_failed",
        {{"request", ray_}, {"code", base::ErrorCodeName(error.code)}, {"message", error.message}});
  }
  Answer(FromError(error));
}

void Call::Log(int status) const {
  const base::LogLevel level = LevelOf(admission_.row, status);
  if (!base::LogEnabled(level)) return;
  const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin_);
  base::Log(level, "request",
            {{"request", ray_},
             {"route", admission_.row == nullptr ? "none" : admission_.row->name},
             {"method", request_.method},
             {"status", std::int64_t{status}},
             {"client", request_.remote_address},
             {"credential", admission_.credential ? std::string_view(admission_.credential->id)
                                                  : std::string_view()},
             {"duration_us", std::int64_t{duration.count()}}});
}

}  // namespace namesake::api
