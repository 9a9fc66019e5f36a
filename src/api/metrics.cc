// SPDX-License-Identifier: Apache-2.0
#include "api/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/routes.h"
#include "live/live_registry.h"
#include "live/status_metrics.h"
#include "record/recorder.h"
#include "record/recorder_metrics.h"

namespace namesake::api {
namespace {

// Every status the API answers; anything else is counted under the last.
constexpr std::array kStatuses{200, 201, 400, 401, 403, 404, 405, 413, 422, 429, 431, 503, 500};

// Seconds. A read takes some 20 µs, a durable write what the disk takes to sync, a list more.
const prometheus::Histogram::BucketBoundaries kDurationBuckets{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};

std::size_t IndexOf(int status) noexcept {
  const auto* const found = std::find(kStatuses.begin(), kStatuses.end() - 1, status);
  return static_cast<std::size_t>(found - kStatuses.begin());
}

}  // namespace

struct Metrics::Families {
  struct Row {
    std::array<prometheus::Counter*, kStatuses.size()> requests{};
    prometheus::Histogram* duration = nullptr;
  };

  Families();
  Row MakeRow(const std::string& route);

  std::mutex rendering;  // what others count is brought up to date by one at a time
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("namesake_http_requests_total")
          .Help("Requests answered, by route and status.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("namesake_http_request_duration_seconds")
          .Help("From the last octet of a request to its answer, by route.")
          .Register(registry);
  live::StatusMetrics store{registry};
  record::RecorderMetrics records{registry};
  std::vector<Row> rows;
  Row no_row;
};

Metrics::Families::Families() {
  prometheus::BuildGauge()
      .Name("namesake_build_info")
      .Help("1, with the version as a label.")
      .Register(registry)
      .Add({{"version", NAMESAKE_VERSION}})
      .Set(1);
  for (const RouteRow& row : Routes()) rows.push_back(MakeRow(std::string(row.name)));
  no_row = MakeRow("none");
}

// All at once, so that counting needs no look-up and no lock.
Metrics::Families::Row Metrics::Families::MakeRow(const std::string& route) {
  Row row;
  for (std::size_t i = 0; i < kStatuses.size(); ++i) {
    row.requests.at(i) =
        &requests.Add({{"route", route}, {"status", std::to_string(kStatuses.at(i))}});
  }
  row.duration = &durations.Add({{"route", route}}, kDurationBuckets);
  return row;
}

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

void Metrics::CountRequest(std::size_t row_index, int status, std::chrono::nanoseconds duration) {
  const Families::Row& row = row_index == kNoRow ? families_->no_row : families_->rows[row_index];
  row.requests.at(IndexOf(status))->Increment();
  row.duration->Observe(std::chrono::duration<double>(duration).count());
}

std::uint64_t Metrics::messages() const noexcept {
  const auto routes = Routes();
  const auto scan = std::ranges::find(routes, Route::kScan, &RouteRow::route);
  const auto& row = families_->rows[static_cast<std::size_t>(scan - routes.begin())];
  return static_cast<std::uint64_t>(row.requests.at(IndexOf(200))->Value());
}

std::string Metrics::Render(const live::Status& status, const record::Recorder* recorder) {
  const std::lock_guard lock(families_->rendering);
  families_->store.Set(status);
  if (recorder != nullptr) families_->records.Set(recorder->status());
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace namesake::api
