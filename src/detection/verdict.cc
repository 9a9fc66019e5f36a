// SPDX-License-Identifier: Apache-2.0
#include "detection/verdict.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "detection/evidence.h"

namespace namesake::detection {
namespace {

// The class that a strong piece of evidence of this kind amounts to.
VerdictClass ClassOf(Reason reason) noexcept {
  switch (reason) {
    case Reason::kDisplayNameExact:
    case Reason::kDisplayNameCleaned:
    case Reason::kDisplayNameConfusable:
    case Reason::kDisplayNameDecorated:
    case Reason::kAddressInDisplayName:
    case Reason::kBlockedSender:
      return VerdictClass::kMaliciousBec;
    case Reason::kDisplayNameVariant:
    case Reason::kDisplayNameNear:
      return VerdictClass::kSuspicious;
    case Reason::kLookalikeAddress:
    case Reason::kLookalikeDomain:
    case Reason::kAuthenticationFailed:
    case Reason::kReplyToDiverts:
    case Reason::kAmbiguousAuthor:
      return VerdictClass::kSpoof;
  }
  return VerdictClass::kSuspicious;
}

}  // namespace

VerdictClass ClassOf(const Evidence& evidence) noexcept {
  switch (evidence.strength) {
    case Strength::kWeak:
      return VerdictClass::kNone;
    case Strength::kExcused:
      return VerdictClass::kSuspicious;
    case Strength::kStrong:
      return ClassOf(evidence.reason);
  }
  return VerdictClass::kNone;
}

std::string_view PolicyEffectName(PolicyEffect effect) noexcept {
  switch (effect) {
    case PolicyEffect::kNone:
      return "";
    case PolicyEffect::kExemptRecipient:
      return "exempt_recipient";
    case PolicyEffect::kTrustedSender:
      return "trusted_sender";
    case PolicyEffect::kAcceptableSender:
      return "acceptable_sender";
    case PolicyEffect::kBlockedSender:
      return "blocked_sender";
  }
  return "";
}

std::string_view DispositionName(VerdictClass verdict_class) noexcept {
  switch (verdict_class) {
    case VerdictClass::kNone:
      return "NONE";
    case VerdictClass::kSuspicious:
      return "SUSPICIOUS";
    case VerdictClass::kSpoof:
      return "SPOOF";
    case VerdictClass::kMaliciousBec:
      return "MALICIOUS-BEC";
  }
  return "NONE";
}

Verdict Weigh(std::vector<Evidence> evidence) {
  std::ranges::stable_sort(evidence, [](const Evidence& a, const Evidence& b) {
    return std::tuple(ClassOf(a), a.score) > std::tuple(ClassOf(b), b.score);
  });
  Verdict verdict;
  if (!evidence.empty()) verdict.verdict_class = ClassOf(evidence.front());
  verdict.evidence = std::move(evidence);
  return verdict;
}

}  // namespace namesake::detection
