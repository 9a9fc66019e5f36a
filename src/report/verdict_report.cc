// SPDX-License-Identifier: Apache-2.0
#include "report/verdict_report.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/uuid.h"
#include "detection/evidence.h"
#include "detection/transformation.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"
#include "report/json_line.h"
#include "text/escape.h"
#include "text/utf8.h"

namespace namesake::report {
namespace {

// A path, a Message-ID and the like may hold any octets; JSON is UTF-8.
boost::json::string JsonText(std::string_view octets) {
  return boost::json::string(text::RepairUtf8(octets));
}

// Null for a finding that is about no single entry.
boost::json::value EntryValue(const detection::EntryReference& entry) {
  if (entry.name.empty()) return nullptr;
  boost::json::value id;  // null
  if (entry.id) id = boost::json::string(base::FormatUuid(*entry.id));
  return boost::json::object{
      {"id", std::move(id)}, {"name", JsonText(entry.name)}, {"email", JsonText(entry.email)}};
}

// "U+043E"
std::string CodePointName(char32_t code_point) {
  return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
}

boost::json::object TransformationObject(const detection::Transformation& transformation) {
  boost::json::object object{{"step", detection::StepName(transformation.step)},
                             {"shown", JsonText(transformation.shown)},
                             {"registered", JsonText(transformation.registered)}};
  if (!transformation.code_points.empty()) {
    boost::json::array code_points;
    for (const char32_t c : transformation.code_points) {
      code_points.push_back(boost::json::string(CodePointName(c)));
    }
    object["code_points"] = std::move(code_points);
  }
  return object;
}

boost::json::array TransformationsArray(const detection::Evidence& evidence) {
  boost::json::array array;
  array.reserve(evidence.transformations.size());
  for (const detection::Transformation& transformation : evidence.transformations) {
    array.push_back(TransformationObject(transformation));
  }
  return array;
}

std::string_view Mark(detection::Strength strength) {
  return strength == detection::Strength::kWeak ? "(weak) " : "";
}

// PATH_MAX: a path is shown whole, so that it can be copied.
constexpr std::size_t kMaxSourceCodePoints = 4096;

}  // namespace

boost::json::object FindingObject(const detection::Evidence& evidence) {
  return {{"reason", detection::ReasonName(evidence.reason)},
          {"field", mail::FieldName(evidence.field)},
          {"value", JsonText(evidence.value)},
          {"entry", EntryValue(evidence.entry)},
          {"score", evidence.score},
          {"detail", JsonText(evidence.detail)},
          {"transformations", TransformationsArray(evidence)}};
}

boost::json::object VerdictObject(std::string_view source, const mail::SenderClaims& claims,
                                  const detection::Verdict& verdict) {
  boost::json::object object;
  if (!source.empty()) object["source"] = JsonText(source);
  object["message_id"] = JsonText(claims.message_id);
  object["from"] = JsonText(claims.from);
  object["final_disposition"] = detection::DispositionName(verdict.verdict_class);
  object["flagged"] = verdict.flagged();
  boost::json::array findings;
  findings.reserve(verdict.evidence.size());
  for (const detection::Evidence& evidence : verdict.evidence) {
    findings.push_back(FindingObject(evidence));
  }
  object["findings"] = std::move(findings);
  if (verdict.policy_effect != detection::PolicyEffect::kNone && verdict.policy_id) {
    object["policy"] = {{"id", base::FormatUuid(*verdict.policy_id)},
                        {"effect", detection::PolicyEffectName(verdict.policy_effect)}};
  }
  return object;
}

std::string VerdictLine(std::string_view source, const mail::SenderClaims& claims,
                        const detection::Verdict& verdict) {
  return JsonLine(VerdictObject(source, claims, verdict)) + '\n';
}

std::string VerdictText(std::string_view source, const mail::SenderClaims& claims,
                        const detection::Verdict& verdict) {
  if (verdict.evidence.empty()) return {};
  std::string paragraph = fmt::format(
      "{}: {}\n  From: {}\n", text::EscapeForDisplay(source, kMaxSourceCodePoints),
      detection::DispositionName(verdict.verdict_class), text::EscapeForDisplay(claims.from));
  for (const detection::Evidence& evidence : verdict.evidence) {
    fmt::format_to(std::back_inserter(paragraph), "  {}{} [{}]\n", Mark(evidence.strength),
                   evidence.detail, detection::ReasonName(evidence.reason));
  }
  return paragraph;
}

std::string VerdictSentence(const detection::Verdict& verdict) {
  return verdict.evidence.empty() ? std::string{} : verdict.evidence.front().detail;
}

}  // namespace namesake::report
