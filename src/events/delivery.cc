// SPDX-License-Identifier: Apache-2.0
#include "events/delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "events/event.h"
#include "registry/account.h"

namespace namesake::events {
namespace {

constexpr std::size_t kIdBytes = 16;  // of a digest: enough that two are never the same

}  // namespace

Delivery Compose(const std::deque<Event>& waiting, std::size_t limit) {
  Delivery delivery;
  std::set<std::string_view> types;
  std::string identity;
  delivery.body = R"({"events": [)";
  for (const Event& event : waiting) {
    if (delivery.events == std::min(limit, Delivery::kMaxEvents)) break;
    const bool is_first = delivery.events == 0;
    if (!is_first && delivery.body.size() + event.json.size() > Delivery::kMaxBytes) break;
    if (!is_first) delivery.body += ", ";
    delivery.body += event.json;
    if (event.account) identity += registry::FormatAccountId(*event.account);
    identity += event.id + '\n';
    if (types.insert(event.type).second) {
      delivery.types += delivery.types.empty() ? "" : ",";
      delivery.types += event.type;
    }
    ++delivery.events;
  }
  delivery.body += "]}";
  const base::Sha256 digest = base::HashSha256(identity);
  delivery.id = base::ToHex(std::span(digest).first(kIdBytes));
  return delivery;
}

std::string Timestamp(base::Time time) {
  return fmt::to_string(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

std::string Signature(std::string_view secret, std::string_view timestamp, std::string_view body) {
  return "sha256=" + base::ToHex(base::HmacSha256(secret, fmt::format("{}.{}", timestamp, body)));
}

Outcome OutcomeOf(const Answer& answer) noexcept {
  const int status = answer.status;
  if (status >= 200 && status < 300) return Outcome::kDelivered;
  if (status == 410) return Outcome::kGone;
  const bool may_work_later = status == 0 || status == 408 || status == 429 || status >= 500;
  return may_work_later ? Outcome::kTryAgain : Outcome::kRefused;
}

std::chrono::milliseconds PauseAfter(unsigned failures, const Answer& answer,
                                     double share) noexcept {
  using std::chrono::milliseconds;
  constexpr milliseconds kLongest = kMaxPause;
  constexpr unsigned kDoublings = 9;  // more than it takes to kMaxPause
  const milliseconds full =
      std::min(kLongest, milliseconds{1'000} * (1 << std::min(failures - 1, kDoublings)));
  const auto half = static_cast<double>(full.count()) / 2;
  const milliseconds pause(static_cast<milliseconds::rep>(half + half * share));
  return std::max(pause, std::min<milliseconds>(answer.retry_after, kLongest));
}

}  // namespace namesake::events
