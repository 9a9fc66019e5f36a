// SPDX-License-Identifier: Apache-2.0
#include "registry/csv_record.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "text/utf8.h"

namespace namesake::registry {
namespace {

// More than any spreadsheet's registry has; without it one line of commas would fill the memory.
constexpr std::size_t kMaxFields = 256;

bool IsBlank(char c) noexcept { return c == ' ' || c == '\t'; }

std::string_view TrimRight(std::string_view text) noexcept {
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

bool StartsFormula(std::string_view field) noexcept {
  constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  return !field.empty() && kFormulaStarts.find(field.front()) != std::string_view::npos;
}

}  // namespace

bool CsvRecords::AtEndOfLine() const noexcept {
  const std::string_view rest = text_.substr(at_);
  return rest.empty() || rest.front() == '\n' || rest.starts_with("\r\n");
}

void CsvRecords::SkipBlanks() noexcept {
  while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
}

void CsvRecords::SkipLine() noexcept { at_ = std::min(text_.find('\n', at_), text_.size()); }

void CsvRecords::TakeEndOfLine() noexcept {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ == text_.size()) return;
  ++at_;
  ++line_;
}

std::optional<CsvRecord> CsvRecords::Next() {
  for (SkipBlanks(); at_ < text_.size() && AtEndOfLine(); SkipBlanks()) TakeEndOfLine();
  if (at_ == text_.size()) return std::nullopt;
  CsvRecord record;
  record.line = line_;
  const std::size_t start = at_;
  for (;;) {
    record.fault = ReadField(record.fields.emplace_back());
    if (record.fields.size() > kMaxFields) record.fault = "more than 256 fields";
    if (record.fault) {
      SkipLine();
      break;
    }
    if (AtEndOfLine()) break;
    ++at_;  // the comma
  }
  if (!text::IsValidUtf8(text_.substr(start, at_ - start))) record.fault = "not valid UTF-8";
  TakeEndOfLine();
  return record;
}

std::optional<std::string_view> CsvRecords::ReadField(std::string& field) {
  SkipBlanks();
  if (at_ == text_.size() || text_[at_] != '"') return ReadPlain(field);
  if (const auto fault = ReadQuoted(field)) return fault;
  SkipBlanks();
  if (!AtEndOfLine() && text_[at_] != ',') return "there is text behind a closing quotation mark";
  return std::nullopt;
}

std::optional<std::string_view> CsvRecords::ReadQuoted(std::string& field) {
  const std::size_t start = at_++;
  const std::size_t start_line = line_;
  for (; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] == '"' && !text_.substr(at_ + 1).starts_with('"')) {
      ++at_;
      return std::nullopt;
    }
    if (text_[at_] == '"') ++at_;
    field += text_[at_];
  }
  // The mark may be a slip in one row: go back and judge the following lines by themselves.
  at_ = start;
  line_ = start_line;
  return "a quotation mark is not closed";
}

std::optional<std::string_view> CsvRecords::ReadPlain(std::string& field) {
  const std::size_t start = at_;
  while (!AtEndOfLine() && text_[at_] != ',') {
    if (text_[at_] == '"') return "a quotation mark stands inside a value that is not quoted";
    ++at_;
  }
  field = TrimRight(text_.substr(start, at_ - start));
  return std::nullopt;
}

bool NeedsQuotes(std::string_view field) noexcept {
  return field.find_first_of(",\"\r\n") != std::string_view::npos ||
         (!field.empty() && (IsBlank(field.front()) || IsBlank(field.back())));
}

bool NeedsFormulaGuard(std::string_view field) noexcept {
  return StartsFormula(field.substr(std::min(field.find_first_not_of('\''), field.size())));
}

std::string_view WithoutFormulaGuard(std::string_view field) noexcept {
  if (field.starts_with('\'') && NeedsFormulaGuard(field)) field.remove_prefix(1);
  return field;
}

}  // namespace namesake::registry
