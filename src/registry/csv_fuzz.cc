// SPDX-License-Identifier: Apache-2.0
// Any octets as a registry CSV: what is accepted can be written, is harmless to a spreadsheet then,
// and comes back the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "registry/csv.h"
#include "registry/entry.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace namesake::registry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rows = ReadCsv(text);
  if (!rows) {
    if (rows.error().empty()) std::abort();
    return 0;
  }
  std::string written(CsvHeader());
  for (const CsvRow& row : *rows) {
    Entry entry;
    entry.name = row.name;
    entry.email = row.email;
    entry.is_email_regex = row.is_email_regex;
    entry.comments = row.comments;
    const std::size_t start = written.size();
    WriteCsvRow(entry, written);
    if (std::string_view("=+-@\t\r").find(written[start]) != std::string_view::npos) std::abort();
  }
  const auto again = ReadCsv(written);
  if (!again || again->size() != rows->size()) std::abort();
  for (std::size_t i = 0; i < rows->size(); ++i) {
    CsvRow expected = (*rows)[i];
    expected.line = (*again)[i].line;
    if ((*again)[i] != expected) std::abort();
  }
  return 0;
}
