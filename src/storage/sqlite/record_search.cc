// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_search.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/record_store.h"
#include "record/search_text.h"
#include "registry/account.h"
#include "storage/record_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"
#include "text/fold.h"

namespace namesake::storage::sqlite {
namespace {

using record::RecordPage;
using record::RecordQuery;

// One condition a member of RecordQuery; NULL is none.
constexpr std::string_view kConditions =
    " WHERE account_id = ?1 AND scanned_at >= ?2 AND scanned_at < ?3"
    " AND (?4 IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(?4) AS term"
    "   WHERE instr(search, term.value) = 0))"
    " AND (?5 IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(?5) AS term"
    "   WHERE instr(subject_folded, term.value) = 0))"
    " AND (?6 IS NULL OR disposition = ?6"
    "   OR (?6 = 'MALICIOUS' AND disposition = 'MALICIOUS-BEC'))"
    " AND (?7 IS NULL OR instr(recipients_folded, ?7) > 0)"
    " AND (?8 IS NULL OR instr(senders, ?8) > 0)"
    " AND (?9 IS NULL OR instr(senders, ?9) > 0 OR instr(recipients_folded, ?9) > 0)"
    " AND (?10 IS NULL OR message_id = ?10)"
    " AND (?11 IS NULL OR client_ip = ?11)"
    " AND (?12 IS NULL OR (treatment IN (2, 3) AND hold NOT IN (3, 4)) = ?12)"
    " AND (?13 IS NULL OR treatment = ?13)"
    " AND (?14 IS NULL OR hold = ?14)"
    " AND (?15 IS NULL OR id = ?15)"
    " AND (?16 IS NULL OR instr(findings, ?16) > 0)"
    " AND (?17 IS NULL OR instr(reasons, ?17) > 0)";

std::optional<std::string> ListItem(const std::string& address_or_domain) {
  if (address_or_domain.empty()) return std::nullopt;
  return record::ListItem(address_or_domain);
}

std::optional<std::string> NonEmpty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> EntryItem(const std::string& entry_id) {
  if (entry_id.empty()) return std::nullopt;
  return record::EntryItem(entry_id);
}

std::optional<std::string> ReasonItem(const std::string& reason) {
  if (reason.empty()) return std::nullopt;
  return record::ReasonItem(reason);
}

// A JSON array of the folded terms.
std::optional<std::string> Terms(const std::vector<std::string>& terms) {
  if (terms.empty()) return std::nullopt;
  std::string array = "[";
  for (const std::string& term : terms) {
    if (array.size() > 1) array += ',';
    array += '"';
    for (const char c : text::FoldCase(term)) {
      if (c == '"' || c == '\\') array += '\\';
      if (static_cast<unsigned char>(c) < ' ') {
        array += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      } else {
        array += c;
      }
    }
    array += '"';
  }
  return array + "]";
}

template <typename Enum>
std::optional<std::int64_t> Number(const std::optional<Enum>& value) {
  if (!value) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

// The arguments of kConditions; they outlive the rows.
struct Arguments {
  explicit Arguments(const RecordQuery& query)
      : terms(Terms(query.terms)),
        subject(Terms(query.subject)),
        disposition(NonEmpty(query.disposition)),
        recipient(ListItem(query.recipient)),
        sender(ListItem(query.sender)),
        domain(ListItem(query.domain)),
        message_id(NonEmpty(query.message_id)),
        client_ip(NonEmpty(query.client_ip)),
        quarantined(Number(query.quarantined)),
        treatment(Number(query.treatment)),
        hold(Number(query.hold)),
        id(NonEmpty(query.id)),
        entry(EntryItem(query.entry_id)),
        reason(ReasonItem(query.reason)) {}

  std::optional<std::string> terms;
  std::optional<std::string> subject;
  std::optional<std::string> disposition;
  std::optional<std::string> recipient;
  std::optional<std::string> sender;
  std::optional<std::string> domain;
  std::optional<std::string> message_id;
  std::optional<std::string> client_ip;
  std::optional<std::int64_t> quarantined;
  std::optional<std::int64_t> treatment;
  std::optional<std::int64_t> hold;
  std::optional<std::string> id;
  std::optional<std::string> entry;
  std::optional<std::string> reason;
};

std::string Conditions(const RecordQuery& query) {
  std::string sql(kConditions);
  if (query.flagged_only) sql += " AND flagged = 1";
  return sql;
}

}  // namespace

RecordPage SearchRecords(const Connection& connection, const registry::AccountId& account,
                         const RecordQuery& query) {
  const Transaction one_view(connection, Transaction::Kind::kRead);
  RecordPage page;
  const Arguments with(query);
  const std::string conditions = Conditions(query);
  if (query.count) {
    Statement count = connection.Prepare("SELECT count(*) FROM message" + conditions);
    Rows rows =
        count.Run(account.bytes, query.start, query.end, with.terms, with.subject, with.disposition,
                  with.recipient, with.sender, with.domain, with.message_id, with.client_ip,
                  with.quarantined, with.treatment, with.hold, with.id, with.entry, with.reason);
    if (rows.Next()) page.total_count = static_cast<std::uint64_t>(rows.Integer(0));
  }
  std::string sql = "SELECT " NAMESAKE_RECORD_COLUMNS " FROM message" + conditions;
  if (query.after) sql += " AND (scanned_at, id) < (?20, ?21)";
  sql += " ORDER BY scanned_at DESC, id DESC LIMIT ?18 OFFSET ?19";
  const auto limit = std::int64_t{query.limit} + 1;  // one more tells whether there are more
  const auto skip = static_cast<std::int64_t>(query.skip);
  Statement select = connection.Prepare(sql);
  const auto run = [&](const auto&... after) {
    Rows rows = select.Run(account.bytes, query.start, query.end, with.terms, with.subject,
                           with.disposition, with.recipient, with.sender, with.domain,
                           with.message_id, with.client_ip, with.quarantined, with.treatment,
                           with.hold, with.id, with.entry, with.reason, limit, skip, after...);
    while (rows.Next()) {
      if (page.records.size() == query.limit) {
        page.more = true;
        return;
      }
      page.records.push_back(ReadRecord(rows));
    }
  };
  query.after ? run(query.after->scanned_at, query.after->id) : run();
  return page;
}

}  // namespace namesake::storage::sqlite
