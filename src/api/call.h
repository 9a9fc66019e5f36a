// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/admission.h"
#include "api/failure.h"
#include "api/metrics.h"
#include "api/rate_limit.h"
#include "http/message.h"

namespace namesake::api {

// One request on its way through the API, until it is answered. Belongs to one thread at a time:
// whoever holds the work holds the call. Answering adds what every answer has (`cf-ray`,
// `Ratelimit`), counts and logs; a call that is dropped unanswered is a 500 of the transport's.
class Call {
 public:
  // What calls report to; outlives them all.
  struct Reports {
    Metrics& metrics;
    const RateLimiter& limiter;
  };

  Call(const Reports& reports, std::string ray, http::Request request, http::Responder respond);
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  [[nodiscard]] const std::string& ray() const noexcept { return ray_; }  // the request's id
  [[nodiscard]] const http::Request& request() const noexcept { return request_; }
  [[nodiscard]] const Admission& admission() const noexcept { return admission_; }
  [[nodiscard]] const registry::AccountId& account() const noexcept { return admission_.account; }

  // Who asks, for logs that people read: the credential's id with its name.
  [[nodiscard]] std::string actor() const;

  void Admitted(Admission admission) { admission_ = std::move(admission); }
  void Metered(const Allowance& allowance) { allowance_ = allowance; }

  // Exactly one of these, once.
  void Answer(http::Response response);
  void Answer(const Failure& failure);
  // An error of a lower floor: logged with its message, answered with FromError.
  void Answer(const base::Error& error);

 private:
  void Log(int status) const;

  const Reports reports_;
  const std::string ray_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  http::Request request_;
  http::Responder respond_;
  Admission admission_;
  Allowance allowance_;
};

// Shared only because the callbacks that carry it must be copyable.
using CallPointer = std::shared_ptr<Call>;

// The fields that every answer has, for answers that belong to no call.
void AddCommonFields(http::Response& response, const std::string& ray, const RateLimiter& limiter,
                     const Allowance& allowance);

}  // namespace namesake::api
