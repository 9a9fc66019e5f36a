// SPDX-License-Identifier: Apache-2.0
#include "report/scan_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/evidence.h"
#include "detection/verdict.h"
#include "mail/domain.h"
#include "mail/sender_claims.h"
#include "report/tally.h"
#include "text/escape.h"

namespace namesake::report {
namespace {

using detection::Reason;
using detection::VerdictClass;

// As many as a person takes in, and few enough that all lists fit on a screen.
constexpr std::size_t kRows = 7;

// A row is one line of a terminal.
constexpr std::size_t kMaxRowCodePoints = 64;

// The worst first.
constexpr std::array kFlaggedClasses = {VerdictClass::kMaliciousBec, VerdictClass::kSpoof,
                                        VerdictClass::kSuspicious};

// Where the mail says that it comes from: what stands behind the @ of the first author.
std::string SenderDomain(const mail::SenderClaims& claims) {
  for (const mail::Claim& claim : claims.claims) {
    const std::size_t at = claim.normalised.rfind('@');
    if (claim.field != mail::AuthorField::kFrom || at == std::string::npos) continue;
    return mail::OrganizationalDomain(std::string_view(claim.normalised).substr(at + 1));
  }
  return {};
}

std::string_view Messages(std::uint64_t count) { return count == 1 ? "message" : "messages"; }

class Table {
 public:
  void Title(std::string_view title) { fmt::format_to(Out(), "\n{}\n", title); }

  void Row(std::uint64_t count, std::string_view text) {
    fmt::format_to(Out(), "{:>9}  {}\n", GroupDigits(count), text);
  }

  void Rows(std::string_view title, const Tally& tally) {
    if (tally.size() == 0) return;
    Title(title);
    std::uint64_t shown = 0;
    const std::vector<Tally::Row> top = tally.Top(kRows);
    for (const Tally::Row& row : top) {
      Row(row.count, text::EscapeForDisplay(row.text, kMaxRowCodePoints));
      shown += row.count;
    }
    if (shown == tally.total()) return;
    const std::size_t others = tally.size() - top.size();
    Row(tally.total() - shown,
        fmt::format("{} {}", GroupDigits(others), others == 1 ? "other" : "others"));
  }

  [[nodiscard]] std::string Take() { return std::move(text_); }

 private:
  std::back_insert_iterator<std::string> Out() { return std::back_inserter(text_); }

  std::string text_;
};

}  // namespace

void ScanSummary::Add(const mail::SenderClaims& claims, const detection::Verdict& verdict) {
  ++messages;
  ++by_class.at(static_cast<std::size_t>(verdict.verdict_class));
  if (!verdict.flagged()) return;
  ++flagged;
  if (const std::string domain = SenderDomain(claims); !domain.empty()) domains.Add(domain);
  if (verdict.evidence.empty()) return;
  const detection::Evidence& strongest = verdict.evidence.front();
  ++by_reason.at(static_cast<std::size_t>(strongest.reason));
  const detection::EntryReference& entry = strongest.entry;
  if (!entry.name.empty()) impersonated.Add(fmt::format("{} <{}>", entry.name, entry.email));
}

void ScanSummary::Merge(const ScanSummary& other) {
  messages += other.messages;
  flagged += other.flagged;
  for (std::size_t i = 0; i < by_class.size(); ++i) by_class[i] += other.by_class[i];
  for (std::size_t i = 0; i < by_reason.size(); ++i) by_reason[i] += other.by_reason[i];
  impersonated.Merge(other.impersonated);
  domains.Merge(other.domains);
}

std::string_view ReasonPhrase(Reason reason) noexcept {
  switch (reason) {
    case Reason::kDisplayNameExact:
      return "the registered name as it is";
    case Reason::kDisplayNameCleaned:
      return "the name with invisible or styled characters";
    case Reason::kDisplayNameConfusable:
      return "letters that look alike";
    case Reason::kDisplayNameDecorated:
      return "the name with words around it";
    case Reason::kDisplayNameVariant:
      return "another form of the name";
    case Reason::kDisplayNameNear:
      return "the name with a typing error";
    case Reason::kAddressInDisplayName:
      return "a registered address in place of the name";
    case Reason::kLookalikeAddress:
      return "an address that resembles a registered one";
    case Reason::kLookalikeDomain:
      return "a domain that resembles one of yours";
    case Reason::kAuthenticationFailed:
      return "the registered address without authentication";
    case Reason::kReplyToDiverts:
      return "an answer that goes to somebody else";
    case Reason::kBlockedSender:
      return "a blocked sender";
    case Reason::kAmbiguousAuthor:
      return "several authors";
  }
  return "unknown";
}

std::vector<ReasonCount> ReasonsByCount(const ScanSummary& summary) {
  std::vector<ReasonCount> reasons;
  for (const Reason reason : detection::kAllReasons) {
    const std::uint64_t count = summary.by_reason.at(static_cast<std::size_t>(reason));
    if (count > 0) reasons.push_back({reason, count});
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  return reasons;
}

std::string GroupDigits(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t place = text.size(); place > 3;) {
    place -= 3;
    text.insert(place, 1, ',');
  }
  return text;
}

std::string Headline(const ScanSummary& summary) {
  return fmt::format("{} of {} {} flagged", GroupDigits(summary.flagged),
                     GroupDigits(summary.messages), Messages(summary.messages));
}

std::string SummaryText(const ScanSummary& summary) {
  if (summary.flagged == 0) return {};
  Table table;
  table.Title("Verdict");
  for (const VerdictClass verdict : kFlaggedClasses) {
    const std::uint64_t count = summary.by_class.at(static_cast<std::size_t>(verdict));
    if (count > 0) table.Row(count, detection::DispositionName(verdict));
  }
  table.Rows("Impersonated", summary.impersonated);
  table.Rows("From", summary.domains);
  table.Title("By");
  for (const auto& [reason, count] : ReasonsByCount(summary)) {
    table.Row(count, fmt::format("{} [{}]", ReasonPhrase(reason), detection::ReasonName(reason)));
  }
  return table.Take();
}

}  // namespace namesake::report
