// SPDX-License-Identifier: Apache-2.0
#include "record/message_record.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace namesake::record {
namespace {

// A queue id takes part in paths and logs: what a mail server gives is letters and digits.
constexpr std::string_view kNoQueueId = "NOQUEUE";
constexpr std::size_t kSecondsOfRfc3339 = sizeof "2024-01-05T10:00:00" - 1;
constexpr std::uint32_t kEightDigits = 100'000'000;

}  // namespace

std::string_view TreatmentName(Treatment treatment) noexcept {
  switch (treatment) {
    case Treatment::kAccepted:
      return "accepted";
    case Treatment::kTagged:
      return "tagged";
    case Treatment::kQuarantined:
      return "quarantined";
    case Treatment::kKept:
      return "kept";
    case Treatment::kRejected:
      return "rejected";
    case Treatment::kDiscarded:
      return "discarded";
    case Treatment::kInspected:
      return "inspected";
  }
  return "accepted";
}

std::string_view HoldName(Hold hold) noexcept {
  switch (hold) {
    case Hold::kNone:
      return "none";
    case Hold::kHeld:
      return "held";
    case Hold::kReleasing:
      return "releasing";
    case Hold::kReleased:
      return "released";
    case Hold::kDropped:
      return "dropped";
  }
  return "none";
}

std::string MakeRecordId(std::string_view queue_id, base::Time scanned_at) {
  std::array<std::uint8_t, sizeof(std::uint32_t)> octets{};
  base::FillRandom(octets);
  std::uint32_t number = 0;
  std::memcpy(&number, octets.data(), sizeof number);
  return fmt::format("{}-{}-{:08}", queue_id.empty() ? kNoQueueId : queue_id,
                     base::FormatRfc3339(scanned_at).substr(0, kSecondsOfRfc3339),
                     number % kEightDigits);
}

}  // namespace namesake::record
