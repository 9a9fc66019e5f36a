// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "detection/evidence.h"

namespace namesake::detection {

// What we believe about a message, from harmless to worst. Not what is done with it: that is the
// caller's action.
enum class VerdictClass { kNone, kSuspicious, kSpoof, kMaliciousBec };

// The wire's word (`final_disposition`): "NONE", "SUSPICIOUS", "SPOOF", "MALICIOUS-BEC".
[[nodiscard]] std::string_view DispositionName(VerdictClass verdict_class) noexcept;

struct Verdict {
  VerdictClass verdict_class = VerdictClass::kNone;
  std::vector<Evidence> evidence;  // strongest first; weak evidence stands here too

  [[nodiscard]] bool flagged() const noexcept { return verdict_class != VerdictClass::kNone; }

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Turns evidence into a verdict: the one place that weighs.
[[nodiscard]] Verdict Weigh(std::vector<Evidence> evidence);

}  // namespace namesake::detection
