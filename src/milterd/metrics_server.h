// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/expected.h"
#include "http/message.h"
#include "http/server.h"
#include "milter/filter.h"
#include "settings/settings.h"

namespace namesake::milterd {

// GET /metrics and /healthz of the filter. Safe from several threads.
class MetricsHandler final : public http::Handler {
 public:
  explicit MetricsHandler(milter::Filter& filter) : filter_(filter) {}

  [[nodiscard]] std::size_t BodyLimit(const http::Request& head) override;
  void Handle(http::Request request, http::Responder respond) override;
  [[nodiscard]] http::Response Fault(http::TransportFault fault) override;

 private:
  milter::Filter& filter_;
};

// Null when the settings do not want it. `handler` must outlive the server.
[[nodiscard]] base::Expected<std::unique_ptr<http::Server>> ServeMetrics(
    const settings::Settings& settings, MetricsHandler& handler);

}  // namespace namesake::milterd
