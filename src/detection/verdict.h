// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "detection/evidence.h"

namespace namesake::detection {

// What we believe about a message, from harmless to worst. Not what is done with it: that is the
// caller's action.
enum class VerdictClass { kNone, kSuspicious, kSpoof, kMaliciousBec };

// The wire's word (`final_disposition`): "NONE", "SUSPICIOUS", "SPOOF", "MALICIOUS-BEC".
[[nodiscard]] std::string_view DispositionName(VerdictClass verdict_class) noexcept;

// What an administrator's list changed about the verdict.
enum class PolicyEffect {
  kNone,
  kExemptRecipient,   // not inspected: every recipient is exempt
  kTrustedSender,     // not inspected
  kAcceptableSender,  // what would be a spoof is none
  kBlockedSender,     // flagged whatever it shows
};

// "exempt_recipient"; empty for kNone.
[[nodiscard]] std::string_view PolicyEffectName(PolicyEffect effect) noexcept;

struct Verdict {
  VerdictClass verdict_class = VerdictClass::kNone;
  std::vector<Evidence> evidence;  // strongest first; weak evidence stands here too
  PolicyEffect policy_effect = PolicyEffect::kNone;
  std::optional<base::Uuid> policy_id = {};  // of the policy that has the effect
  std::string policy_pattern = {};           // and its pattern

  [[nodiscard]] bool flagged() const noexcept { return verdict_class != VerdictClass::kNone; }

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// The class that a piece of evidence amounts to by itself.
[[nodiscard]] VerdictClass ClassOf(const Evidence& evidence) noexcept;

// Turns evidence into a verdict: the one place that weighs.
[[nodiscard]] Verdict Weigh(std::vector<Evidence> evidence);

}  // namespace namesake::detection
