// SPDX-License-Identifier: Apache-2.0
#include "cli/inspection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "detection/inspect.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/delivery_fields.h"
#include "mail/header_section.h"
#include "mail/line_search.h"
#include "mail/message_source.h"
#include "mail/sender_claims.h"
#include "report/html_report.h"
#include "report/verdict_report.h"

namespace namesake::cli {
namespace {

// About a millisecond of work, hence some ten results a frame for a person who watches.
constexpr std::size_t kMaxBatchMessages = 64;
constexpr std::size_t kMaxBatchBytes = std::size_t{512} << 10;

// What is wrong with a header section as it was copied into a batch, or nothing.
std::string_view DamageOf(std::string_view text, const mail::HeaderSection& section) {
  if (section.truncated) return "its header section is longer than 1 MiB, the rest was not read";
  const std::string_view header = text.substr(0, section.size);
  if (header.find('\0') != std::string_view::npos) return "its header section has NUL octets";
  const bool ends = text.empty() || text.back() == '\n' || text.back() == '\r';
  if (!ends) return "it ends in the middle of its header section";
  return {};
}

}  // namespace

void Batch::Add(const mail::SourcedMessage& message) {
  // One octet beyond the limit shows who reads it that the rest is missing.
  const std::size_t size = std::min(
      {mail::EndOfEmptyLine(message.bytes), message.bytes.size(), mail::kMaxHeaderBytes + 1});
  items_.push_back({.source = message.source, .begin = headers_.size(), .size = size});
  headers_ += message.bytes.substr(0, size);
}

void Batch::Number(std::uint64_t before) {
  for (Item& item : items_) item.source += fmt::format("#{}", ++before);
}

bool Batch::full() const noexcept {
  return items_.size() >= kMaxBatchMessages || headers_.size() >= kMaxBatchBytes;
}

BatchReport InspectBatch(const Batch& batch, const detection::Snapshot& snapshot,
                         std::string_view authserv_id, ScanFormat format) {
  BatchReport report;
  for (const Batch::Item& item : batch.items()) {
    const std::string_view text = batch.HeadersOf(item);
    const mail::HeaderSection section = mail::ReadHeaderSection(text);
    if (const std::string_view damage = DamageOf(text, section); !damage.empty()) {
      report.notes.push_back(fmt::format("{}: {}", item.source, damage));
    }
    mail::SenderClaims claims = mail::ReadSenderClaims(section.fields, authserv_id,
                                                       mail::ReadDeliveryFields(section.fields));
    claims.truncated |= section.truncated;
    const detection::Verdict verdict = detection::Inspect(claims, snapshot);
    report.summary.Add(claims, verdict);
    if (format == ScanFormat::kJsonLines) {
      report.text += report::VerdictLine(item.source, claims, verdict);
    } else if (verdict.flagged() && format == ScanFormat::kText) {
      report.text += report::VerdictText(item.source, claims, verdict);
    } else if (verdict.flagged() && report.html.size() < report::kMaxHtmlMessages) {
      report.html.push_back(report::MessageHtml(item.source, claims, verdict));
    }
  }
  return report;
}

}  // namespace namesake::cli
