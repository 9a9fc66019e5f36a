// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The form of CSV, without any meaning of its columns. Private to this folder.
namespace namesake::registry {

// One record: its fields without their quotes, or what is wrong with its form.
struct CsvRecord {
  std::size_t line = 0;  // on which it begins, counted from 1
  std::vector<std::string> fields;
  std::optional<std::string_view> fault;
};

// Takes records off a text: RFC 4180 with LF or CRLF. Blanks around a field are dropped, those
// inside its quotes stay. Empty lines are passed over. After a record with a fault, reading goes on
// at the next line, so that all faults of a file can be told at once.
// Views the text, which must outlive it. Not safe from several threads.
class CsvRecords {
 public:
  explicit CsvRecords(std::string_view text) : text_(text) {}

  // nullopt at the end of the text.
  [[nodiscard]] std::optional<CsvRecord> Next();

 private:
  [[nodiscard]] bool AtEndOfLine() const noexcept;
  void SkipBlanks() noexcept;
  void SkipLine() noexcept;
  void TakeEndOfLine() noexcept;
  std::optional<std::string_view> ReadField(std::string& field);
  std::optional<std::string_view> ReadQuoted(std::string& field);
  std::optional<std::string_view> ReadPlain(std::string& field);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// Whether a field must be quoted to come back unchanged.
[[nodiscard]] bool NeedsQuotes(std::string_view field) noexcept;

// A spreadsheet runs a cell as a formula when its first character is one of = + - @ tab CR
// (OWASP, "CSV injection"). An apostrophe before it prevents that. A field that begins with
// apostrophes and then such a character gets one more, so that taking one off is always right.
[[nodiscard]] bool NeedsFormulaGuard(std::string_view field) noexcept;
[[nodiscard]] std::string_view WithoutFormulaGuard(std::string_view field) noexcept;

}  // namespace namesake::registry
