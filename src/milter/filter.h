// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "base/clock.h"
#include "base/guarded.h"
#include "live/live_registry.h"
#include "milter/action.h"
#include "milter/body_buffer.h"
#include "milter/metrics.h"
#include "record/record_store.h"
#include "record/recorder.h"
#include "registry/account.h"

namespace namesake::milter {

// Where messages are remembered.
struct Records {
  record::RecordStore& store;  // at once, for those that are kept
  record::Recorder& recorder;  // behind the back of the others
};

// What all SMTP connections share. Safe from several threads.
class Filter {
 public:
  // `registry` and what `records` refers to must outlive this object. Without records nothing is
  // remembered and nothing kept.
  Filter(live::LiveRegistry& registry, Conduct conduct, const Records* records = nullptr,
         const base::Clock& clock = SystemClock());
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // Messages that begin from now on are treated so.
  void SetConduct(Conduct conduct);
  [[nodiscard]] std::shared_ptr<const Conduct> conduct() const;

  // Whether the whole message could be needed: bodies are worth their way only then. As of a second
  // ago at most.
  [[nodiscard]] bool WantsBodies();

  [[nodiscard]] live::LiveRegistry& registry() const noexcept { return registry_; }
  [[nodiscard]] const Records* records() const noexcept { return records_; }
  [[nodiscard]] const base::Clock& clock() const noexcept { return clock_; }
  [[nodiscard]] BodyBudget& body_budget() noexcept { return body_budget_; }
  [[nodiscard]] Metrics& metrics() noexcept { return metrics_; }

 private:
  static const base::Clock& SystemClock() noexcept;
  [[nodiscard]] bool MayKeep() const;
  [[nodiscard]] bool ExemptsRecipients(const registry::AccountId& account) const;

  live::LiveRegistry& registry_;
  const Records* records_;
  const base::Clock& clock_;
  base::Guarded<std::shared_ptr<const Conduct>> conduct_;
  BodyBudget body_budget_;
  Metrics metrics_;

  std::mutex wish_mutex_;
  std::chrono::steady_clock::time_point wish_until_;  // under wish_mutex_, like what follows
  bool wants_bodies_ = false;
};

}  // namespace namesake::milter
