// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"
#include "api/metrics.h"

namespace namesake::api {

// What operators and their tools ask, without credentials. Safe from several threads.
class OperationRoutes {
 public:
  OperationRoutes(const Context& context, Metrics& metrics)
      : context_(context), metrics_(metrics) {}

  // GET /healthz: 200 as long as the program answers at all.
  void Health(const CallPointer& call) const;
  // GET /readyz: 200 when the store answers and its changes are followed, else 503; either way the
  // body says what is wrong.
  void Ready(const CallPointer& call) const;
  // GET /metrics, in the text format of Prometheus.
  void ShowMetrics(const CallPointer& call) const;
  // GET /openapi.json: this API as OpenAPI 3.1.
  void OpenApi(const CallPointer& call) const;

 private:
  const Context context_;
  Metrics& metrics_;
};

}  // namespace namesake::api
