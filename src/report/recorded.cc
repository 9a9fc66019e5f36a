// SPDX-License-Identifier: Apache-2.0
#include "report/recorded.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/evidence.h"
#include "detection/verdict.h"
#include "mail/authentication_results.h"
#include "mail/field_text.h"
#include "mail/header_section.h"
#include "mail/mailbox_reader.h"
#include "mail/sender_claims.h"
#include "record/message_record.h"
#include "report/json_line.h"
#include "report/verdict_report.h"
#include "text/utf8.h"

namespace namesake::report {
namespace {

// A list of thousands is remembered in part: whoever looks at one message reads a few.
constexpr std::size_t kMaxAddresses = 100;

// More of a field than this nobody reads; a field of a mebibyte must not fill the store.
constexpr std::size_t kMaxText = 2000;

std::string Kept(std::string_view text) {
  if (text.size() <= kMaxText) return text::RepairUtf8(text);
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text::RepairUtf8(text.substr(0, end));
}

std::string_view ResultName(mail::AuthenticationResult result) noexcept {
  switch (result) {
    case mail::AuthenticationResult::kUnknown:
      return "";
    case mail::AuthenticationResult::kNone:
      return "none";
    case mail::AuthenticationResult::kPass:
      return "pass";
    case mail::AuthenticationResult::kFail:
      return "fail";
    case mail::AuthenticationResult::kNeutral:
      return "neutral";
    case mail::AuthenticationResult::kTemporaryError:
      return "error";
  }
  return "";
}

void AppendMailboxes(std::string_view body, std::vector<std::string>& addresses,
                     std::vector<std::string>* names) {
  for (const mail::Mailbox& mailbox : mail::ReadMailboxes(body).mailboxes) {
    if (addresses.size() == kMaxAddresses) return;
    addresses.push_back(Kept(mailbox.address));
    if (names != nullptr) names->push_back(Kept(mailbox.display_name));
  }
}

void DescribeField(const mail::HeaderField& field, record::MessageRecord& record) {
  if (mail::NameIs(field.name, "To")) {
    AppendMailboxes(field.body, record.to, &record.to_names);
  } else if (mail::NameIs(field.name, "Cc")) {
    AppendMailboxes(field.body, record.cc, nullptr);
  } else if (mail::NameIs(field.name, "Subject")) {
    if (record.subject.empty()) record.subject = Kept(mail::FieldText(field.body));
  } else if (mail::NameIs(field.name, "Date")) {
    if (!record.date.empty()) return;
    record.date = Kept(mail::FieldText(field.body));
    record.sent_at = mail::ReadDate(field.body);
  } else if (mail::NameIs(field.name, "X-Originating-IP")) {
    if (record.originating_ip.empty()) record.originating_ip = Kept(mail::FieldText(field.body));
  }
}

// The first author, as most mail programs show it.
void DescribeAuthor(const mail::SenderClaims& claims, record::MessageRecord& record) {
  for (const mail::Claim& claim : claims.claims) {
    if (claim.field == mail::AuthorField::kFrom && record.from.empty() &&
        record.from_name.empty()) {
      record.from = Kept(claim.address);
      record.from_name = Kept(claim.display_name);
    } else if (claim.field == mail::AuthorField::kReplyTo && record.reply_to.empty()) {
      record.reply_to = Kept(claim.address);
    }
  }
}

void DescribeVerdict(const detection::Verdict& verdict, record::MessageRecord& record) {
  record.disposition = detection::DispositionName(verdict.verdict_class);
  record.flagged = verdict.flagged();
  boost::json::array findings;
  for (const detection::Evidence& evidence : verdict.evidence) {
    findings.push_back(FindingObject(evidence));
    const std::string reason(detection::ReasonName(evidence.reason));
    const bool counts = detection::ClassOf(evidence) != detection::VerdictClass::kNone;
    if (counts && std::ranges::find(record.reasons, reason) == record.reasons.end()) {
      record.reasons.push_back(reason);
    }
  }
  record.findings = JsonLine(std::move(findings));
  record.policy = detection::PolicyEffectName(verdict.policy_effect);
  record.policy_pattern = verdict.policy_pattern;
}

}  // namespace

record::MessageRecord DescribeMessage(std::span<const mail::HeaderField> fields,
                                      const mail::SenderClaims& claims,
                                      const detection::Verdict& verdict) {
  record::MessageRecord record;
  record.envelope_from = Kept(claims.envelope.mail_from);
  for (const std::string& recipient : claims.envelope.recipients) {
    if (record.recipients.size() == kMaxAddresses) break;
    record.recipients.push_back(Kept(recipient));
  }
  record.client_ip = Kept(claims.envelope.client_ip);
  record.message_id = Kept(claims.message_id);
  record.spf = ResultName(claims.authentication.spf);
  record.dkim = ResultName(claims.authentication.dkim);
  record.dmarc = ResultName(claims.authentication.dmarc);
  for (const mail::HeaderField& field : fields) DescribeField(field, record);
  DescribeAuthor(claims, record);
  DescribeVerdict(verdict, record);
  return record;
}

}  // namespace namesake::report
