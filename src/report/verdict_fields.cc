// SPDX-License-Identifier: Apache-2.0
#include "report/verdict_fields.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "detection/verdict.h"
#include "mail/header_section.h"
#include "text/escape.h"

namespace namesake::report {
namespace {

constexpr std::array<std::string_view, 2> kOurPrefixes = {"X-Namesake-", "X-CFEmailSecurity-"};

// A CR would become part of the text where a bare LF folds, as in the milter protocol.
std::string FoldedWithLf(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (const char c : text) {
    if (c != '\r') folded += c;
  }
  return folded;
}

std::vector<AddedField> WordAndSentence(std::string_view word, std::string_view sentence) {
  std::vector<AddedField> fields = {{.name = "X-Namesake-Verdict", .body = std::string(word)}};
  if (!sentence.empty()) {
    fields.push_back(
        {.name = "X-Namesake-Reason", .body = FoldedWithLf(text::EncodeHeaderText(sentence))});
  }
  return fields;
}

}  // namespace

bool IsOurField(std::string_view name) noexcept {
  return std::any_of(kOurPrefixes.begin(), kOurPrefixes.end(), [name](std::string_view prefix) {
    return mail::NameIs(name.substr(0, prefix.size()), prefix);
  });
}

std::vector<AddedField> VerdictFields(detection::VerdictClass verdict_class,
                                      std::string_view sentence) {
  const std::string word(detection::DispositionName(verdict_class));
  std::vector<AddedField> fields = WordAndSentence(word, sentence);
  if (verdict_class == detection::VerdictClass::kNone) return fields;
  fields.push_back({.name = "X-CFEmailSecurity-Disposition", .body = word});
  if (verdict_class == detection::VerdictClass::kMaliciousBec) {
    fields.push_back({.name = "X-CFEmailSecurity-Attribute", .body = "BEC"});
  }
  return fields;
}

std::vector<AddedField> UncheckedFields(std::string_view sentence) {
  return WordAndSentence(kUncheckedWord, sentence);
}

}  // namespace namesake::report
