// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "registry/entry.h"

namespace namesake::registry {

// One data row of a registry CSV.
struct CsvRow {
  std::size_t line = 0;  // of the file, counted from 1; a quoted field may span several
  std::string name;
  std::string email;
  bool is_email_regex = false;
  std::optional<std::string> comments;

  friend bool operator==(const CsvRow&, const CsvRow&) = default;
};

// A file with more faults than this is the wrong file: the list ends there.
inline constexpr std::size_t kMaxCsvErrors = 1000;

struct CsvError {
  std::size_t line;
  std::string message;

  friend bool operator==(const CsvError&, const CsvError&) = default;
};

// Reads CSV (RFC 4180; LF or CRLF; a UTF-8 byte order mark is skipped) whose first row names the
// columns: Display_Name and Email (or "Display Name"), optional Is_Email_Regex (true/false, empty
// is false) and Comments, in any order and case; unknown columns are ignored, empty lines passed
// over. Blanks around a value are dropped, those inside its quotes stay. All bad lines are named at
// once, up to kMaxCsvErrors faults: missing value, wrong number of fields, a value over its limit,
// an address or pattern that AddressRule refuses, invalid UTF-8.
[[nodiscard]] tl::expected<std::vector<CsvRow>, std::vector<CsvError>> ReadCsv(
    std::string_view text);

// The header row of WriteCsvRow, CRLF included.
[[nodiscard]] std::string_view CsvHeader() noexcept;

// Appends one row, quoted where needed, CRLF at the end. A value that a spreadsheet would run as a
// formula (first character = + - @ tab CR) is written quoted with a leading ' (OWASP, CSV
// injection); ReadCsv takes that apostrophe off again.
void WriteCsvRow(const Entry& entry, std::string& out);

}  // namespace namesake::registry
