// SPDX-License-Identifier: Apache-2.0
#include "registry/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "registry/address_rule.h"
#include "registry/csv_record.h"
#include "registry/entry.h"
#include "text/escape.h"
#include "text/utf8.h"

namespace namesake::registry {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

char LowerAscii(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// "Display Name" and "display_name" are one column.
std::string ColumnKey(std::string_view name) {
  std::string key(name);
  std::transform(key.begin(), key.end(), key.begin(),
                 [](char c) { return c == ' ' ? '_' : LowerAscii(c); });
  return key;
}

// Where the columns stand that we know.
struct Columns {
  std::size_t name = kAbsent;
  std::size_t email = kAbsent;
  std::size_t is_email_regex = kAbsent;
  std::size_t comments = kAbsent;
  std::size_t count = 0;

  std::size_t* Find(std::string_view key) {
    if (key == "display_name") return &name;
    if (key == "email") return &email;
    if (key == "is_email_regex") return &is_email_regex;
    if (key == "comments") return &comments;
    return nullptr;
  }
};

class Reader {
 public:
  explicit Reader(std::string_view text) : records_(text) {}

  tl::expected<std::vector<CsvRow>, std::vector<CsvError>> Read() {
    if (ReadHeader()) {
      while (auto record = records_.Next()) {
        if (errors_.size() >= kMaxCsvErrors) {
          Fault(record->line, "there are too many faults, the rest was not read");
          break;
        }
        ReadRow(*record);
      }
    }
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(rows_);
  }

 private:
  void Fault(std::size_t line, std::string message) {
    errors_.push_back({line, std::move(message)});
  }

  bool ReadHeader() {
    const auto record = records_.Next();
    if (!record) {
      Fault(1, "the file is empty; its first row must name the columns Display_Name and Email");
      return false;
    }
    if (record->fault) {
      Fault(record->line, std::string(*record->fault));
      return false;
    }
    columns_.count = record->fields.size();
    for (std::size_t i = 0; i < record->fields.size(); ++i) {
      std::size_t* const column = columns_.Find(ColumnKey(record->fields[i]));
      if (column == nullptr) continue;
      if (*column != kAbsent) {
        Fault(record->line, fmt::format("the column {} occurs twice", record->fields[i]));
      }
      *column = i;
    }
    if (columns_.name == kAbsent) Fault(record->line, "the column Display_Name is missing");
    if (columns_.email == kAbsent) Fault(record->line, "the column Email is missing");
    return errors_.empty();
  }

  void ReadRow(const CsvRecord& record) {
    const std::size_t faults_before = errors_.size();
    if (record.fault) {
      Fault(record.line, std::string(*record.fault));
      return;
    }
    if (record.fields.size() != columns_.count) {
      Fault(record.line,
            fmt::format("{} fields where the header has {}", record.fields.size(), columns_.count));
      return;
    }
    CsvRow row;
    row.line = record.line;
    row.name = Value(record, columns_.name);
    row.email = Value(record, columns_.email);
    row.is_email_regex = ReadFlag(record);
    if (std::string comments = Value(record, columns_.comments); !comments.empty()) {
      row.comments = std::move(comments);
    }
    CheckText(row);
    CheckEmail(row);
    if (errors_.size() == faults_before) rows_.push_back(std::move(row));
  }

  static std::string Value(const CsvRecord& record, std::size_t column) {
    if (column == kAbsent) return "";
    return std::string(WithoutFormulaGuard(record.fields[column]));
  }

  bool ReadFlag(const CsvRecord& record) {
    const std::string value = Value(record, columns_.is_email_regex);
    const std::string key = ColumnKey(value);
    if (!key.empty() && key != "true" && key != "false") {
      Fault(record.line, fmt::format("Is_Email_Regex is «{}», it must be true or false",
                                     text::EscapeForDisplay(value, 20)));
    }
    return key == "true";
  }

  void CheckText(const CsvRow& row) {
    const auto check = [&](std::string_view column, std::string_view value, std::size_t limit) {
      if (text::CountCodePoints(value) > limit) {
        Fault(row.line, fmt::format("{} has more than {} characters", column, limit));
      }
    };
    if (row.name.find_first_not_of(" \t\r\n") == std::string::npos) {
      Fault(row.line, "Display_Name is missing");
    }
    check("Display_Name", row.name, kMaxNameCodePoints);
    if (row.comments) check("Comments", *row.comments, kMaxCommentsCodePoints);
  }

  void CheckEmail(const CsvRow& row) {
    if (row.email.empty()) {
      Fault(row.line, "Email is missing");
      return;
    }
    if (row.email.size() > kMaxEmailBytes) {
      Fault(row.line, fmt::format("Email has more than {} octets", kMaxEmailBytes));
      return;
    }
    if (const auto rule = AddressRule::Compile(row.email, row.is_email_regex); !rule) {
      for (const AddressRuleError& error : rule.error()) Fault(row.line, error.message);
    }
  }

  CsvRecords records_;
  Columns columns_;
  std::vector<CsvRow> rows_;
  std::vector<CsvError> errors_;
};

void AppendValue(std::string_view value, std::string& out) {
  const bool guard = NeedsFormulaGuard(value);
  if (!guard && !NeedsQuotes(value)) {
    out += value;
    return;
  }
  out += guard ? "\"'" : "\"";
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

tl::expected<std::vector<CsvRow>, std::vector<CsvError>> ReadCsv(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return Reader(text).Read();
}

std::string_view CsvHeader() noexcept { return "Display_Name,Email,Is_Email_Regex,Comments\r\n"; }

void WriteCsvRow(const Entry& entry, std::string& out) {
  AppendValue(entry.name, out);
  out += ',';
  AppendValue(entry.email, out);
  out += entry.is_email_regex ? ",true," : ",false,";
  if (entry.comments) AppendValue(*entry.comments, out);
  out += "\r\n";
}

}  // namespace namesake::registry
