// SPDX-License-Identifier: Apache-2.0
#include "milter/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/log.h"
#include "detection/reason.h"
#include "live/live_registry.h"
#include "live/status_metrics.h"
#include "milter/action.h"
#include "milter/judgement.h"
#include "record/recorder.h"
#include "record/recorder_metrics.h"

namespace namesake::milter {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

// Verdicts, and two reasons for having none.
constexpr auto kOutcomes = std::to_array<std::string_view>(
    {"none", "suspicious", "spoof", "malicious_bec", "no_account", "failed"});
constexpr std::size_t kNoAccount = 4;
constexpr std::size_t kFailed = 5;

constexpr auto kActions =
    std::to_array<Action>({Action::kAccept, Action::kTag, Action::kPrefix, Action::kQuarantine,
                           Action::kKeep, Action::kReject, Action::kDiscard, Action::kTempfail});

// Seconds. A stranger's message takes some 20 µs, one that is kept what the disk takes to sync.
const Histogram::BucketBoundaries kDurationBuckets{
    0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.1, 1};

std::size_t OutcomeOf(const Judgement& judgement) noexcept {
  switch (judgement.judged) {
    case Judged::kChecked:
      return static_cast<std::size_t>(judgement.verdict_class);
    case Judged::kNoAccount:
      return kNoAccount;
    case Judged::kFailed:
      return kFailed;
  }
  return kFailed;
}

std::int64_t Read(const Counter& counter) { return static_cast<std::int64_t>(counter.Value()); }

}  // namespace

struct Metrics::Families {
  Families() {
    Family<Counter>& messages = prometheus::BuildCounter()
                                    .Name("namesake_milter_messages_total")
                                    .Help("Messages, by what was found.")
                                    .Register(registry);
    for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
      by_outcome.at(i) = &messages.Add({{"verdict", std::string(kOutcomes.at(i))}});
    }
    Family<Counter>& actions = prometheus::BuildCounter()
                                   .Name("namesake_milter_actions_total")
                                   .Help("Messages, by what was done with them.")
                                   .Register(registry);
    for (const Action action : kActions) {
      by_action.at(static_cast<std::size_t>(action)) =
          &actions.Add({{"action", std::string(ActionName(action))}});
    }
    Family<Counter>& reasons = prometheus::BuildCounter()
                                   .Name("namesake_milter_flagged_total")
                                   .Help("Flagged messages of one account, by the first reason.")
                                   .Register(registry);
    for (const detection::Reason reason : detection::kAllReasons) {
      by_reason.at(static_cast<std::size_t>(reason)) =
          &reasons.Add({{"reason", std::string(detection::ReasonName(reason))}});
    }
  }

  std::mutex rendering;  // what others count is brought up to date by one at a time
  prometheus::Registry registry;
  std::array<Counter*, kOutcomes.size()> by_outcome{};
  std::array<Counter*, kActions.size()> by_action{};
  std::array<Counter*, detection::kAllReasons.size()> by_reason{};
  Histogram& duration = prometheus::BuildHistogram()
                            .Name("namesake_milter_check_duration_seconds")
                            .Help("From the end of a message to what is done with it.")
                            .Register(registry)
                            .Add({}, kDurationBuckets);
  Gauge& connections = prometheus::BuildGauge()
                           .Name("namesake_milter_connections")
                           .Help("Connections of mail servers that are open.")
                           .Register(registry)
                           .Add({});
  live::StatusMetrics store{registry};
  record::RecorderMetrics records{registry};
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

void Metrics::Count(const Judgement& judgement, Action action, std::chrono::nanoseconds checking) {
  families_->by_outcome.at(OutcomeOf(judgement))->Increment();
  families_->by_action.at(static_cast<std::size_t>(action))->Increment();
  if (const auto reason = detection::ParseReason(judgement.reason)) {
    families_->by_reason.at(static_cast<std::size_t>(*reason))->Increment();
  }
  families_->duration.Observe(std::chrono::duration<double>(checking).count());
}

void Metrics::ConnectionOpened() { families_->connections.Increment(); }
void Metrics::ConnectionClosed() { families_->connections.Decrement(); }

std::string Metrics::Render(const live::Status& status, const record::Recorder* recorder) {
  const std::lock_guard lock(families_->rendering);
  families_->store.Set(status);
  if (recorder != nullptr) families_->records.Set(recorder->status());
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

std::uint64_t Metrics::messages() const noexcept {
  std::uint64_t sum = 0;
  for (const Counter* counter : families_->by_outcome) {
    sum += static_cast<std::uint64_t>(Read(*counter));
  }
  return sum;
}

void Metrics::LogTotals() const {
  const auto outcome = [this](std::size_t which) { return Read(*families_->by_outcome.at(which)); };
  const auto action = [this](Action which) {
    return Read(*families_->by_action.at(static_cast<std::size_t>(which)));
  };
  base::Log(base::LogLevel::kInfo, "totals",
            {{"none", outcome(0)},
             {"suspicious", outcome(1)},
             {"spoof", outcome(2)},
             {"malicious_bec", outcome(3)},
             {"no_account", outcome(kNoAccount)},
             {"failed", outcome(kFailed)},
             {"accepted", action(Action::kAccept)},
             {"tagged", action(Action::kTag)},
             {"prefixed", action(Action::kPrefix)},
             {"quarantined", action(Action::kQuarantine)},
             {"kept", action(Action::kKeep)},
             {"rejected", action(Action::kReject)},
             {"discarded", action(Action::kDiscard)},
             {"tempfailed", action(Action::kTempfail)}});
}

}  // namespace namesake::milter
