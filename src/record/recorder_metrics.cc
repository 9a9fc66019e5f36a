// SPDX-License-Identifier: Apache-2.0
#include "record/recorder_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <cstdint>
#include <memory>

#include "record/recorder.h"

namespace namesake::record {
namespace {

prometheus::Counter& MakeCounter(prometheus::Registry& registry, const char* name,
                                 const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

// It is the recorder that counts.
void RaiseTo(std::uint64_t value, prometheus::Counter& counter) {
  counter.Increment(static_cast<double>(value) - counter.Value());
}

}  // namespace

struct RecorderMetrics::Families {
  explicit Families(prometheus::Registry& registry)
      : waiting(prometheus::BuildGauge()
                    .Name("namesake_records_waiting")
                    .Help("Records of messages that wait to be written.")
                    .Register(registry)
                    .Add({})),
        written(
            MakeCounter(registry, "namesake_records_written_total", "Records that were written.")),
        dropped(MakeCounter(registry, "namesake_records_dropped_total",
                            "Records that had no room and are lost.")),
        failures(MakeCounter(registry, "namesake_records_write_failures_total",
                             "Writes of records that failed and were tried again.")) {}

  prometheus::Gauge& waiting;
  prometheus::Counter& written;
  prometheus::Counter& dropped;
  prometheus::Counter& failures;
};

RecorderMetrics::RecorderMetrics(prometheus::Registry& registry)
    : families_(std::make_unique<Families>(registry)) {}
RecorderMetrics::~RecorderMetrics() = default;

void RecorderMetrics::Set(const Recorder::Status& status) {
  families_->waiting.Set(static_cast<double>(status.waiting));
  RaiseTo(status.written, families_->written);
  RaiseTo(status.dropped, families_->dropped);
  RaiseTo(status.failures, families_->failures);
}

}  // namespace namesake::record
