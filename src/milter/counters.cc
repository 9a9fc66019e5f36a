// SPDX-License-Identifier: Apache-2.0
#include "milter/counters.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/log.h"
#include "detection/verdict.h"
#include "milter/action.h"
#include "milter/judgement.h"

namespace namesake::milter {
namespace {

std::int64_t Read(const std::atomic<std::uint64_t>& counter) noexcept {
  return static_cast<std::int64_t>(counter.load(std::memory_order_relaxed));
}

void Add(std::atomic<std::uint64_t>& counter) noexcept {
  counter.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

void Counters::Count(const Judgement& judgement, Action action) noexcept {
  switch (judgement.judged) {
    case Judged::kChecked:
      Add(by_verdict_.at(static_cast<std::size_t>(judgement.verdict_class)));
      break;
    case Judged::kNoAccount:
      Add(without_account_);
      break;
    case Judged::kFailed:
      Add(failed_);
      break;
  }
  Add(by_action_.at(static_cast<std::size_t>(action)));
}

void Counters::LogAll() const {
  using detection::VerdictClass;
  const auto verdict = [this](VerdictClass verdict_class) {
    return Read(by_verdict_.at(static_cast<std::size_t>(verdict_class)));
  };
  const auto action = [this](Action what) {
    return Read(by_action_.at(static_cast<std::size_t>(what)));
  };
  base::Log(base::LogLevel::kInfo, "totals",
            {{"none", verdict(VerdictClass::kNone)},
             {"suspicious", verdict(VerdictClass::kSuspicious)},
             {"spoof", verdict(VerdictClass::kSpoof)},
             {"malicious_bec", verdict(VerdictClass::kMaliciousBec)},
             {"no_account", Read(without_account_)},
             {"failed", Read(failed_)},
             {"accepted", action(Action::kAccept)},
             {"tagged", action(Action::kTag)},
             {"quarantined", action(Action::kQuarantine)},
             {"prefixed", action(Action::kPrefix)},
             {"kept", action(Action::kKeep)},
             {"rejected", action(Action::kReject)},
             {"discarded", action(Action::kDiscard)},
             {"tempfailed", action(Action::kTempfail)}});
}

}  // namespace namesake::milter
