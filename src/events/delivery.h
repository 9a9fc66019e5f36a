// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "events/event.h"

namespace namesake::events {

// What a webhook is sent with one request: some events, the oldest first.
struct Delivery {
  static constexpr std::size_t kMaxEvents = 100;
  static constexpr std::size_t kMaxBytes = std::size_t{256} * 1024;  // but for one large event

  std::size_t events = 0;
  std::string id;     // of these events: the same for each try
  std::string types;  // each once, with commas between them
  std::string body;   // {"events": [...]}
};

// Of the first events, at most `limit`. REQUIRES: there is one, and limit > 0.
[[nodiscard]] Delivery Compose(const std::deque<Event>& waiting, std::size_t limit);

// The time of a try, as X-Namesake-Timestamp has it: Unix seconds.
[[nodiscard]] std::string Timestamp(base::Time time);

// "sha256=…": HMAC-SHA-256 over the timestamp, a full stop, and the body, in lower-case hex.
[[nodiscard]] std::string Signature(std::string_view secret, std::string_view timestamp,
                                    std::string_view body);

// What came back.
struct Answer {
  int status = 0;  // of HTTP; 0: nothing came
  std::string error = {};
  std::chrono::seconds retry_after{0};  // as the receiver asked for
};

enum class Outcome {
  kDelivered,  // 2xx
  kTryAgain,   // nothing came, 5xx, 408 or 429: it may work later
  kRefused,    // another status: it will hardly work later, but somebody may mend it
  kGone,       // 410: it is meant to stay like that
};
[[nodiscard]] Outcome OutcomeOf(const Answer& answer) noexcept;

// How long to wait after so many failures (from 1) in a row: a second, doubled each time up to
// kMaxPause, of which `share` (from 0 to 1) decides over the latter half, so that not everybody
// comes back at the same time. At least as long as the receiver asked for, up to kMaxPause.
inline constexpr std::chrono::minutes kMaxPause{5};
[[nodiscard]] std::chrono::milliseconds PauseAfter(unsigned failures, const Answer& answer,
                                                   double share) noexcept;

}  // namespace namesake::events
