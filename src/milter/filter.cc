// SPDX-License-Identifier: Apache-2.0
#include "milter/filter.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "detection/verdict.h"
#include "live/account_settings.h"
#include "live/live_registry.h"
#include "milter/action.h"
#include "registry/account.h"

namespace namesake::milter {
namespace {

using detection::VerdictClass;

constexpr std::size_t kMaxBodiesBytes = std::size_t{256} << 20U;
constexpr std::chrono::seconds kWishAge{1};

// What an account may want done.
std::array<Action, 3> ActionsOf(const registry::Account& account, const Conduct& conduct) {
  return {ActionFor(VerdictClass::kSuspicious, conduct, account.settings),
          ActionFor(VerdictClass::kSpoof, conduct, account.settings),
          ActionFor(VerdictClass::kMaliciousBec, conduct, account.settings)};
}

}  // namespace

const base::Clock& Filter::SystemClock() noexcept {
  static const base::SystemClock kClock;
  return kClock;
}

Filter::Filter(live::LiveRegistry& registry, Conduct conduct, const Records* records,
               const base::Clock& clock)
    : registry_(registry),
      records_(records),
      clock_(clock),
      conduct_(std::make_shared<const Conduct>(std::move(conduct))),
      body_budget_(kMaxBodiesBytes) {}

void Filter::SetConduct(Conduct conduct) {
  conduct_.Set(std::make_shared<const Conduct>(std::move(conduct)));
  const std::lock_guard lock(wish_mutex_);
  wish_until_ = {};
}

std::shared_ptr<const Conduct> Filter::conduct() const { return conduct_.Copy(); }

bool Filter::WantsBodies() {
  if (records_ == nullptr) return false;
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(wish_mutex_);
  if (now >= wish_until_) {
    wants_bodies_ = MayKeep();
    wish_until_ = now + kWishAge;
  }
  return wants_bodies_;
}

bool Filter::ExemptsRecipients(const registry::AccountId& account) const {
  const auto snapshot = registry_.LoadedSnapshotOf(account);
  return snapshot != nullptr && snapshot->policies().ExemptsRecipients();
}

// An action that stops mail for some of its recipients needs a copy for them: where there are
// several accounts, or recipients whom one exempts.
bool Filter::MayKeep() const {
  const auto conduct = conduct_.Copy();
  const std::vector<registry::Account> accounts = registry_.Accounts();
  const bool parted =
      accounts.size() > 1 || (!accounts.empty() && ExemptsRecipients(accounts.front().id));
  for (const registry::Account& account : accounts) {
    if (live::RecordingOf(account.settings).raw != live::Recorded::kNothing) return true;
    const auto actions = ActionsOf(account, *conduct);
    if (std::ranges::any_of(actions, [&](Action action) {
          return action == Action::kKeep ||
                 (parted && (action == Action::kQuarantine || action == Action::kReject));
        })) {
      return true;
    }
  }
  return false;
}

}  // namespace namesake::milter
