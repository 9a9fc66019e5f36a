// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detection/reason.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"
#include "report/tally.h"

namespace namesake::report {

// What a scan found, in numbers. The texts are as registry and mail have them: not escaped.
struct ScanSummary {
  std::uint64_t messages = 0;
  std::uint64_t flagged = 0;
  std::array<std::uint64_t, 4> by_class{};  // by detection::VerdictClass
  // Of the flagged messages, by the strongest finding of each:
  std::array<std::uint64_t, detection::kAllReasons.size()> by_reason{};
  Tally impersonated;  // "John Doe <john.doe@example.com>"
  Tally domains;       // the organizational domain of the address in From

  void Add(const mail::SenderClaims& claims, const detection::Verdict& verdict);
  void Merge(const ScanSummary& other);
};

// What a finding of this reason is, in some words: "letters that look alike".
[[nodiscard]] std::string_view ReasonPhrase(detection::Reason reason) noexcept;

// The reasons that were seen, the most frequent first.
struct ReasonCount {
  detection::Reason reason;
  std::uint64_t count;
};
[[nodiscard]] std::vector<ReasonCount> ReasonsByCount(const ScanSummary& summary);

// "12,345"
[[nodiscard]] std::string GroupDigits(std::uint64_t number);

// "3 of 12,345 messages flagged"
[[nodiscard]] std::string Headline(const ScanSummary& summary);

// Who is impersonated most, from which domains and how, as some short lists for a person, escaped;
// "" when nothing was flagged.
[[nodiscard]] std::string SummaryText(const ScanSummary& summary);

}  // namespace namesake::report
