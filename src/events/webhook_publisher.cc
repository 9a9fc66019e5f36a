// SPDX-License-Identifier: Apache-2.0
#include "events/webhook_publisher.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "base/random.h"
#include "events/delivery.h"
#include "events/event.h"
#include "events/follower.h"
#include "events/lease.h"
#include "events/poster.h"
#include "events/receiver.h"
#include "live/account_settings.h"
#include "live/live_registry.h"
#include "record/record_feed.h"
#include "registry/account.h"
#include "registry/store.h"

namespace namesake::events {
namespace {

using registry::AccountId;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view kName = "webhook";

constexpr milliseconds kLookPeriod{500};
constexpr milliseconds kRetryPause{2'000};
constexpr milliseconds kStopGrace{5'000};

// A webhook whose account is quiet steps over the events of others; where it is then is only worth
// a write now and then.
constexpr std::chrono::seconds kQuietSavePeriod{30};

// At a time. Each takes a connection, and one that hangs does so for Poster::kTimeout.
constexpr std::size_t kMaxUnderWay = 256;

std::string PositionName(const AccountId& account) {
  return "webhook:" + registry::FormatAccountId(account);
}

double RandomShare() {
  std::array<std::uint8_t, 2> bytes{};
  base::FillRandom(bytes);
  return (bytes[0] * 256 + bytes[1]) / 65'535.0;
}

}  // namespace

WebhookPublisher::WebhookPublisher(registry::Store& store, record::RecordFeed& records,
                                   const live::LiveRegistry& registry, const base::Clock& clock,
                                   std::string ca_file, std::string user_agent)
    : records_(records),
      registry_(registry),
      clock_(clock),
      reader_(store, records, clock),
      lease_(std::string(kName), records, clock),
      poster_(std::move(ca_file), std::move(user_agent)) {
  Report(Look());  // before there is anything that a new webhook should be told
  thread_ = std::thread([this] { Run(); });
}

WebhookPublisher::~WebhookPublisher() {
  stopping_ = true;
  poster_.Wake();
  thread_.join();
}

void WebhookPublisher::Run() {
  while (!stopping_) {
    milliseconds time = kRetryPause;
    try {
      auto step = Step();
      Report(step ? base::Ok() : base::Fail(step.error()));
      if (step) time = *step;
      if (!stopping_) TakeAnswers(time);
    } catch (const std::exception& failure) {
      RemoveReceivers();  // each goes on from its saved position
      Report(base::Fail(base::ErrorCode::kInternal, failure.what()));
      std::this_thread::sleep_for(kRetryPause);
    }
  }
  Finish();
}

base::Expected<milliseconds> WebhookPublisher::Step() {
  if (steady_clock::now() >= look_at_) {
    if (auto looked = Look(); !looked) return base::Fail(looked.error());
  }
  if (wishes_.empty() && receivers_.empty()) return kLookPeriod;
  const auto lease = lease_.Hold();
  if (!lease) return base::Fail(lease.error());
  if (*lease != Lease::State::kOurs) RemoveReceivers();
  if (*lease == Lease::State::kTaken) return kLookPeriod;
  if (auto followed = FollowWishes(); !followed) return base::Fail(followed.error());
  const auto more = AdvanceAll();
  if (!more) return base::Fail(more.error());
  SendWhatIsDue();
  if (auto saved = SavePositions(); !saved) return base::Fail(saved.error());
  return *more ? milliseconds::zero() : TimeToNextTry();
}

// What is new, in the settings and in both logs.
base::Status WebhookPublisher::Look() {
  look_at_ = steady_clock::now() + kLookPeriod;
  reader_.LookAgain();
  auto newest = reader_.Newest();
  if (!newest) return base::Fail(newest.error());
  const std::uint64_t sequence = registry_.status().sequence;
  if (!stood_ || stood_->changes != sequence) {
    if (auto read = ReadWishes(stood_.value_or(*newest)); !read) return read;
  }
  stood_ = Place{.records = newest->records, .changes = sequence};
  return base::Ok();
}

// Positions are forgotten by whoever sees that they are not wanted any more: a webhook that is set
// again begins anew. At the start that may be those of accounts that had one when nobody looked.
base::Status WebhookPublisher::ReadWishes(const Place& begin) {
  std::map<AccountId, Wish> wishes;
  for (const registry::Account& account : registry_.Accounts()) {
    const auto known = wishes_.find(account.id);
    if (auto target = live::WebhookOf(account.settings)) {
      const Place& place = known == wishes_.end() ? begin : known->second.begin;
      wishes.emplace(account.id, Wish{.target = std::move(*target), .begin = place});
    } else if (!stood_ || known != wishes_.end()) {
      if (receivers_.contains(account.id)) {
        base::Log(base::LogLevel::kInfo, "webhook_ends",
                  {{"account", registry::FormatAccountId(account.id)}});
      }
      RemoveReceiver(account.id);
      if (auto done = records_.ForgetPosition(PositionName(account.id)); !done) return done;
    }
  }
  wishes_ = std::move(wishes);
  return base::Ok();
}

base::Status WebhookPublisher::FollowWishes() {
  for (const auto& [account, wish] : wishes_) {
    const auto known = receivers_.find(account);
    if (known == receivers_.end()) {
      if (auto added = AddReceiver(account, wish); !added) return added;
    } else if (known->second.target() != wish.target) {
      known->second.SetTarget(wish.target);
    }
  }
  return base::Ok();
}

base::Status WebhookPublisher::AddReceiver(const AccountId& account, const Wish& wish) {
  const auto saved = records_.LoadPosition(PositionName(account));
  if (!saved) return base::Fail(saved.error());
  const Place place = *saved ? Place{(*saved)->records, (*saved)->changes} : wish.begin;
  Follower follower(PositionName(account), account, place);
  const std::array position{*follower.Unsaved()};
  if (!*saved) {
    if (auto done = records_.SavePositions(position); !done) return done;
  }
  follower.Saved(position.front());
  receivers_.emplace(account, Receiver(account, wish.target, std::move(follower)));
  base::Log(base::LogLevel::kInfo, "webhook_begins",
            {{"account", registry::FormatAccountId(account)}});
  return base::Ok();
}

void WebhookPublisher::RemoveReceiver(const AccountId& account) {
  std::erase_if(under_way_, [&](const auto& request) {
    if (request.second != account) return false;
    poster_.Cancel(request.first);
    return true;
  });
  receivers_.erase(account);
}

void WebhookPublisher::RemoveReceivers() {
  for (const auto& [ticket, account] : under_way_) poster_.Cancel(ticket);
  under_way_.clear();
  receivers_.clear();
}

base::Expected<bool> WebhookPublisher::AdvanceAll() {
  bool more = false;
  for (auto& [account, receiver] : receivers_) {
    const auto advanced = receiver.follower().Advance(reader_);
    if (!advanced) return base::Fail(advanced.error());
    more = more || *advanced;
  }
  return more;
}

void WebhookPublisher::SendWhatIsDue() {
  const auto now = steady_clock::now();
  for (auto& [account, receiver] : receivers_) {
    if (poster_.in_flight() >= kMaxUnderWay) return;
    if (const auto delivery = receiver.Next(now)) Send(account, receiver, *delivery);
  }
}

void WebhookPublisher::Send(const AccountId& account, Receiver& receiver,
                            const Delivery& delivery) {
  const std::string timestamp = Timestamp(clock_.Now());
  Request request{
      .url = receiver.target().url,
      .fields = {"Content-Type: application/json", "X-Namesake-Event: " + delivery.types,
                 "X-Namesake-Delivery: " + delivery.id, "X-Namesake-Timestamp: " + timestamp,
                 "Expect:"},  // no 100-continue, which costs a second at many servers
      .body = delivery.body};
  if (const std::string& secret = receiver.target().secret; !secret.empty()) {
    request.fields.push_back("X-Namesake-Signature: " +
                             Signature(secret, timestamp, delivery.body));
  }
  under_way_.emplace(poster_.Start(std::move(request)), account);
}

void WebhookPublisher::TakeAnswers(milliseconds time) {
  for (const auto& [ticket, answer] : poster_.Work(time)) {
    const auto request = under_way_.find(ticket);
    if (request == under_way_.end()) continue;
    receivers_.at(request->second).Answered(answer, steady_clock::now(), RandomShare());
    under_way_.erase(request);
    has_delivered_ = true;
  }
}

base::Status WebhookPublisher::SavePositions() {
  const auto now = steady_clock::now();
  if (!has_delivered_ && now < save_at_) return base::Ok();
  std::vector<record::FollowerPosition> positions;
  for (auto& [account, receiver] : receivers_) {
    if (auto position = receiver.follower().Unsaved()) positions.push_back(std::move(*position));
  }
  if (!positions.empty()) {
    if (auto saved = records_.SavePositions(positions); !saved) return saved;
  }
  for (auto& [account, receiver] : receivers_) {
    if (const auto position = receiver.follower().Unsaved()) receiver.follower().Saved(*position);
  }
  has_delivered_ = false;
  save_at_ = now + kQuietSavePeriod;
  return base::Ok();
}

void WebhookPublisher::Finish() {
  try {
    const auto until = steady_clock::now() + kStopGrace;
    while (!under_way_.empty() && steady_clock::now() < until) TakeAnswers(kLookPeriod);
    has_delivered_ = true;
    Report(SavePositions());
  } catch (const std::exception& failure) {
    Report(base::Fail(base::ErrorCode::kInternal, failure.what()));
  }
}

void WebhookPublisher::Report(const base::Status& outcome) {
  if (outcome.has_value() != has_failed_) return;  // said already
  has_failed_ = !outcome;
  if (outcome) {
    base::Log(base::LogLevel::kInfo, "webhooks_go_on");
  } else {
    base::Log(base::LogLevel::kError, "webhooks_stopped", {{"error", outcome.error().message}});
  }
}

milliseconds WebhookPublisher::TimeToNextTry() const {
  const auto now = steady_clock::now();
  milliseconds time = kLookPeriod;
  for (const auto& [account, receiver] : receivers_) {
    const auto next = receiver.NextTry();
    if (!next) continue;
    time = std::min(
        time, std::chrono::ceil<milliseconds>(std::max(*next - now, SteadyTime::duration::zero())));
  }
  return time;
}

}  // namespace namesake::events
