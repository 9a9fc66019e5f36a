// SPDX-License-Identifier: Apache-2.0
#include "registry/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/entry.h"

namespace namesake::registry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<CsvRow> Rows(std::string_view text) {
  auto rows = ReadCsv(text);
  if (rows) return *std::move(rows);
  ADD_FAILURE() << text << "\n"
                << rows.error().front().line << ": " << rows.error().front().message;
  return {};
}

std::vector<CsvError> Errors(std::string_view text) {
  const auto rows = ReadCsv(text);
  return rows ? std::vector<CsvError>() : rows.error();
}

CsvRow Row(std::size_t line, std::string name, std::string email, bool is_email_regex = false,
           std::optional<std::string> comments = std::nullopt) {
  return {line, std::move(name), std::move(email), is_email_regex, std::move(comments)};
}

// ---- Reading
// --------------------------------------------------------------------------------------

TEST(Csv, ReadsEverySpellingOfItsHeader) {
  const std::vector<std::string_view> headers = {
      "Display_Name,Email\n",           "Display Name, Email\r\n",        "display_name,email\n",
      "\uFEFFDisplay_Name,Email\n",     "\"Display Name\",\"Email\"\r\n", "DISPLAY_NAME , EMAIL \n",
      "\n\r\n  \nDisplay_Name,Email\n",
  };
  for (const std::string_view header : headers) {
    const auto rows = Rows(std::string(header) + "Jane Doe, jane@example.com\r\n");
    ASSERT_THAT(rows, SizeIs(1)) << header;
    EXPECT_EQ(rows[0].name, "Jane Doe");
    EXPECT_EQ(rows[0].email, "jane@example.com");
    EXPECT_FALSE(rows[0].is_email_regex);
    EXPECT_EQ(rows[0].comments, std::nullopt);
  }
}

TEST(Csv, FindsColumnsByNameAndIgnoresOthers) {
  EXPECT_THAT(Rows("Id,Comments,Email,Is_Email_Regex,Display_Name\n"
                   "7,the boss,jane@x.org,FALSE,Jane\n"
                   "8,,.*@x\\.org,true,John\n"
                   "9,\"\",a@x.org,,Ann\n"),
              ElementsAre(Row(2, "Jane", "jane@x.org", false, "the boss"),
                          Row(3, "John", ".*@x\\.org", true), Row(4, "Ann", "a@x.org")));
}

TEST(Csv, ReadsQuotedValues) {
  EXPECT_THAT(Rows("Display_Name,Email,Comments\r\n"
                   "\"Doe, Jane\",\"jane@x.org, j@x.org\",\"says \"\"hi\"\"\"\r\n"
                   "\" Ann \"  ,a@x.org,\"two\r\nlines\"\r\n"
                   "Bob,b@x.org,last"),
              ElementsAre(Row(2, "Doe, Jane", "jane@x.org, j@x.org", false, "says \"hi\""),
                          Row(3, " Ann ", "a@x.org", false, "two\r\nlines"),
                          Row(5, "Bob", "b@x.org", false, "last")));
}

TEST(Csv, ReadsAFileOfNoRows) { EXPECT_THAT(Rows("Display_Name,Email\r\n\r\n"), IsEmpty()); }

TEST(Csv, RefusesAWrongHeader) {
  struct Case {
    std::string_view text;
    std::vector<CsvError> errors;
  };
  const std::vector<Case> cases = {
      {"", {{1, "the file is empty; its first row must name the columns Display_Name and Email"}}},
      {"\r\n \n",
       {{1, "the file is empty; its first row must name the columns Display_Name and Email"}}},
      {"Jane,jane@x.org\n",
       {{1, "the column Display_Name is missing"}, {1, "the column Email is missing"}}},
      {"\nDisplay_Name;Email\n",
       {{2, "the column Display_Name is missing"}, {2, "the column Email is missing"}}},
      {"Display_Name,Email,email\n", {{1, "the column email occurs twice"}}},
      {"Display_Name,\"Email\n", {{1, "a quotation mark is not closed"}}},
      {"Display_Name,Email\xFF\n", {{1, "not valid UTF-8"}}},
  };
  for (const Case& each : cases) EXPECT_EQ(Errors(each.text), each.errors) << each.text;
}

TEST(Csv, NamesEveryBadLine) {
  const auto errors = Errors(
      "Display_Name,Email,Is_Email_Regex\n"
      "Jane,jane@x.org,\n"
      ",jane@x.org,\n"
      "Jane,,\n"
      "Jane,jane@@x.org,\n"
      "Jane,\"a@@x.org,b@@x.org\",\n"
      "Jane,jane(@x,true\n"
      "Jane,jane@x.org,maybe\n"
      "Jane,jane@x.org\n"
      "Jane,jane@x.org,,\n"
      "Ja\"ne,jane@x.org,\n"
      "\"Jane\" Doe,jane@x.org,\n"
      "Jan\xFF,jane@x.org,\n"
      "\"Jane,jane@x.org,\n"
      "John,john@x.org,no\n");
  std::vector<std::string> told;
  told.reserve(errors.size());
  for (const CsvError& error : errors) {
    told.push_back(std::to_string(error.line) + " " + error.message);
  }
  EXPECT_THAT(told,
              ElementsAre("3 Display_Name is missing", "4 Email is missing",
                          HasSubstr("5 «jane@@x.org» is not an e-mail address"),
                          HasSubstr("6 «a@@x.org»"), HasSubstr("6 «b@@x.org»"),
                          "7 not a Java regular expression: unclosed group, at offset 7",
                          "8 Is_Email_Regex is «maybe», it must be true or false",
                          "9 2 fields where the header has 3", "10 4 fields where the header has 3",
                          "11 a quotation mark stands inside a value that is not quoted",
                          "12 there is text behind a closing quotation mark", "13 not valid UTF-8",
                          "14 a quotation mark is not closed",
                          "15 Is_Email_Regex is «no», it must be true or false"));
}

TEST(Csv, CountsTheLinesOfQuotedValues) {
  const auto errors =
      Errors("Display_Name,Email,Comments\nJane,j@x.org,\"a\nb\nc\"\nJohn,j@@x.org,\n");
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].line, 5U);
}

TEST(Csv, HoldsTheLimitsOfAnEntry) {
  const std::string header = "Display_Name,Email,Comments\n";
  const std::string longest(1024, 'x');
  EXPECT_THAT(Rows(header + longest + ",j@x.org," + longest + "\n"), SizeIs(1));
  EXPECT_EQ(Errors(header + longest + "x,j@x.org," + longest + "x\n"),
            (std::vector<CsvError>{{2, "Display_Name has more than 1024 characters"},
                                   {2, "Comments has more than 1024 characters"}}));
  EXPECT_EQ(Errors(header + "Jane," + std::string(16'385, 'x') + ",\n"),
            (std::vector<CsvError>{{2, "Email has more than 16384 octets"}}));
  std::string umlauts;
  for (int i = 0; i < 1024; ++i) umlauts += "ü";
  EXPECT_THAT(Rows(header + umlauts + ",j@x.org,\n"), SizeIs(1));
}

TEST(Csv, GivesUpAfterAThousandFaults) {
  std::string text = "Display_Name,Email\n";
  for (int i = 0; i < 5000; ++i) text += ",j@x.org\n";
  const auto errors = Errors(text);
  ASSERT_THAT(errors, SizeIs(kMaxCsvErrors + 1));
  EXPECT_EQ(errors.back(), (CsvError{1002, "there are too many faults, the rest was not read"}));
}

// ---- Writing
// --------------------------------------------------------------------------------------

std::string Written(std::string name, std::string email,
                    std::optional<std::string> comments = std::nullopt, bool is_regex = false) {
  Entry entry;
  entry.name = std::move(name);
  entry.email = std::move(email);
  entry.comments = std::move(comments);
  entry.is_email_regex = is_regex;
  std::string out;
  WriteCsvRow(entry, out);
  return out;
}

TEST(Csv, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(CsvHeader(), "Display_Name,Email,Is_Email_Regex,Comments\r\n");
  EXPECT_EQ(Written("Jane Doe", "j@x.org"), "Jane Doe,j@x.org,false,\r\n");
  EXPECT_EQ(Written("Doe, Jane", "a@x.org,b@x.org", "says \"hi\"", true),
            "\"Doe, Jane\",\"a@x.org,b@x.org\",true,\"says \"\"hi\"\"\"\r\n");
  EXPECT_EQ(Written(" Jane", "j@x.org", "a\nb"), "\" Jane\",j@x.org,false,\"a\nb\"\r\n");
}

TEST(Csv, GuardsWhatASpreadsheetWouldRun) {
  EXPECT_EQ(Written("=HYPERLINK(\"http://evil.example\")", "j@x.org"),
            "\"'=HYPERLINK(\"\"http://evil.example\"\")\",j@x.org,false,\r\n");
  for (const char start : {'=', '+', '-', '@', '\t', '\r'}) {
    const std::string value = std::string(1, start) + "1";
    EXPECT_THAT(Written("Jane", "j@x.org", value), HasSubstr(",\"'" + value + "\"\r\n"));
  }
  // One more apostrophe, so that taking one off is always right.
  EXPECT_THAT(Written("Jane", "j@x.org", "'=1"), HasSubstr(",\"''=1\"\r\n"));
  EXPECT_THAT(Written("Jane", "j@x.org", "'tis"), HasSubstr(",'tis\r\n"));
}

TEST(Csv, ReadsBackWhatItWrites) {
  const std::vector<std::string> values = {
      "Jane",     "Doe, Jane", "\"quoted\"", " blank ", "two\r\nlines", "one\rline", "=1+1",
      "+49 30 1", "-x",        "@home",      "\tTab",   "'=1",          "''=1",      "'tis",
      "'",        "''",        "'+",         "ünï",     "a\"b,c\nd",    "true",      ",",
      "\"",       "\r",        "=\"",        "x\t",
  };
  for (const std::string& value : values) {
    const bool blank = value.find_first_not_of(" \t\r\n") == std::string::npos;
    const std::string name = blank ? "x" : value;
    // Any text is a literal of Java's between quotes.
    const std::string pattern = "\\Q" + value;
    const std::string text = std::string(CsvHeader()) + Written(name, pattern, value, true);
    EXPECT_THAT(Rows(text), ElementsAre(Row(2, name, pattern, true, value))) << text;
  }
}

}  // namespace
}  // namespace namesake::registry
