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
      return VerdictClass::kMaliciousBec;
    case Reason::kAuthenticationFailed:
    case Reason::kAmbiguousAuthor:
      return VerdictClass::kSpoof;
  }
  return VerdictClass::kSuspicious;
}

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

}  // namespace

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
