// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/record_sql.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/record_store.h"
#include "record/search_text.h"
#include "registry/account.h"
#include "storage/postgres/message_columns.h"
#include "storage/postgres/parameters.h"
#include "storage/record_rows.h"
#include "text/fold.h"

namespace namesake::storage::postgres {
namespace {

using record::RecordQuery;

// The conditions that a query has, and their arguments.
class Conditions {
 public:
  Conditions(const registry::AccountId& account, const RecordQuery& query) {
    Add("account_id = ?", account);
    Add("scanned_at >= ?", WithinRange(query.start));
    Add("scanned_at < ?", WithinRange(query.end));
    if (query.flagged_only) sql_ += " AND flagged";
    AddTerms("search", query.terms);
    AddTerms("subject_folded", query.subject);
    AddDisposition(query.disposition);
    AddItem("strpos(recipients_folded, ?) > 0", query.recipient);
    AddItem("strpos(senders, ?) > 0", query.sender);
    AddItem("(strpos(senders, ?) > 0 OR strpos(recipients_folded, ?) > 0)", query.domain);
    if (!query.entry_id.empty()) {
      Add("strpos(findings, ?) > 0", Storable(record::EntryItem(query.entry_id)));
    }
    if (!query.reason.empty()) {
      Add("strpos(reasons, ?) > 0", Storable(record::ReasonItem(query.reason)));
    }
    AddText("id = ?", query.id);
    AddText("message_id = ?", query.message_id);
    AddText("client_ip = ?", query.client_ip);
    if (query.quarantined) {
      Add("(treatment IN (2, 3) AND hold NOT IN (3, 4)) = ?", *query.quarantined);
    }
    if (query.treatment) Add("treatment = ?", static_cast<std::int32_t>(*query.treatment));
    if (query.hold) Add("hold = ?", static_cast<std::int32_t>(*query.hold));
  }

  // `sql` with the number of the argument in the place of each question mark.
  template <typename T>
  void Add(std::string_view sql, const T& argument) {
    sql_ += sql_.empty() ? " WHERE " : " AND ";
    Append(sql, argument);
  }
  template <typename T>
  void Append(std::string_view sql, const T& argument) {
    parameters_.Add(argument);
    const std::string number = "$" + std::to_string(parameters_.size());
    for (const char c : sql) {
      c == '?' ? sql_ += number : sql_ += c;
    }
  }

  [[nodiscard]] const std::string& sql() const noexcept { return sql_; }
  [[nodiscard]] const Parameters& parameters() const noexcept { return parameters_; }

 private:
  void AddTerms(std::string_view column, const std::vector<std::string>& terms) {
    for (const std::string& term : terms) {
      Add("strpos(" + std::string(column) + ", ?) > 0", Storable(text::FoldCase(term)));
    }
  }
  void AddDisposition(const std::string& wanted) {
    if (wanted == "MALICIOUS") {
      sql_ += " AND disposition IN ('MALICIOUS', 'MALICIOUS-BEC')";
    } else {
      AddText("disposition = ?", wanted);
    }
  }
  void AddItem(std::string_view sql, const std::string& address_or_domain) {
    if (!address_or_domain.empty()) Add(sql, Storable(record::ListItem(address_or_domain)));
  }
  void AddText(std::string_view sql, const std::string& text) {
    if (!text.empty()) Add(sql, Storable(text));
  }

  std::string sql_;
  Parameters parameters_;
};

}  // namespace

RecordSearch SearchSql(const registry::AccountId& account, const RecordQuery& query) {
  Conditions conditions(account, query);
  RecordSearch search;
  search.count = "SELECT count(*) FROM message" + conditions.sql();
  search.count_parameters = conditions.parameters();
  if (query.after) {
    conditions.Add("(scanned_at, id) < (?", WithinRange(query.after->scanned_at));
    conditions.Append(", ?)", Storable(query.after->id));
  }
  conditions.Append(" ORDER BY scanned_at DESC, id DESC LIMIT ?", std::int64_t{query.limit} + 1);
  conditions.Append(" OFFSET ?", static_cast<std::int64_t>(query.skip));
  search.page = "SELECT " NAMESAKE_RECORD_COLUMNS " FROM message" + conditions.sql();
  search.page_parameters = conditions.parameters();
  return search;
}

}  // namespace namesake::storage::postgres
