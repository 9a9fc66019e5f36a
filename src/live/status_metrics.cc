// SPDX-License-Identifier: Apache-2.0
#include "live/status_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <chrono>
#include <memory>

#include "live/live_registry.h"

namespace namesake::live {

namespace {

prometheus::Gauge& MakeGauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

struct StatusMetrics::Families {
  explicit Families(prometheus::Registry& registry)
      : store_up(MakeGauge(registry, "namesake_store_up",
                           "1 when the store answered last time, else 0.")),
        sequence(MakeGauge(registry, "namesake_feed_sequence",
                           "The change up to which everything is applied.")),
        behind(MakeGauge(registry, "namesake_feed_behind_seconds",
                         "Age of the snapshots: time since every change was applied; 0 when it "
                         "is now.")),
        accounts(MakeGauge(registry, "namesake_snapshots", "Accounts that are in memory.")),
        bytes(MakeGauge(registry, "namesake_snapshot_bytes",
                        "Memory that the accounts take, about.")),
        evicted(prometheus::BuildCounter()
                    .Name("namesake_snapshots_evicted_total")
                    .Help("Accounts that went to make room for others.")
                    .Register(registry)
                    .Add({})) {}

  prometheus::Gauge& store_up;
  prometheus::Gauge& sequence;
  prometheus::Gauge& behind;
  prometheus::Gauge& accounts;
  prometheus::Gauge& bytes;
  prometheus::Counter& evicted;
};

StatusMetrics::StatusMetrics(prometheus::Registry& registry)
    : families_(std::make_unique<Families>(registry)) {}
StatusMetrics::~StatusMetrics() = default;

void StatusMetrics::Set(const Status& status) {
  families_->store_up.Set(status.store_reachable ? 1 : 0);
  families_->sequence.Set(static_cast<double>(status.sequence));
  families_->behind.Set(std::chrono::duration<double>(status.behind).count());
  families_->accounts.Set(static_cast<double>(status.snapshots.accounts));
  families_->bytes.Set(static_cast<double>(status.snapshots.bytes));
  prometheus::Counter& evicted = families_->evicted;
  evicted.Increment(static_cast<double>(status.snapshots.evicted) - evicted.Value());
}

}  // namespace namesake::live
