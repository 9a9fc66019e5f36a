// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_sqlite_store.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "record/message_record.h"
#include "record/node_book.h"
#include "record/record_feed.h"
#include "record/record_store.h"
#include "record/search_text.h"
#include "registry/account.h"
#include "storage/open.h"
#include "storage/record_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/node_table.h"
#include "storage/sqlite/record_follower.h"
#include "storage/sqlite/record_schema.h"
#include "storage/sqlite/statement.h"
#include "text/fold.h"

namespace namesake::storage::sqlite {
namespace {

using base::Expected;
using record::Hold;
using record::MessageRecord;
using record::RecordedAction;
using record::RecordedMessage;
using record::RecordPage;
using record::RecordQuery;
using registry::AccountId;

// Of the write-ahead log, in pages: 16 MiB, before it is copied into the file.
constexpr int kMaxLogFrames = 4096;

// A sweep deletes so many records a transaction, so that nobody waits long for it.
constexpr std::int64_t kSweepBatch = 1000;

constexpr std::string_view kInsertMessage =
    "INSERT INTO message (" NAMESAKE_RECORD_COLUMNS
    ", senders, recipients_folded, subject_folded, search, number) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, "
    "?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35) "
    "ON CONFLICT DO NOTHING";

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

class RecordFile {
 public:
  explicit RecordFile(const std::filesystem::path& file)
      : connection_(file, Connection::Use::kRecording) {
    Migrate(connection_, file, RecordSchema());
  }

  [[nodiscard]] bool HasMoved() const noexcept { return connection_.HasMoved(); }

  void Append(std::span<const RecordedMessage> messages);
  std::optional<MessageRecord> Find(const AccountId& account, std::string_view id);
  RecordPage Search(const AccountId& account, const RecordQuery& query);
  std::optional<std::string> Raw(const AccountId& account, std::string_view id);
  bool ChangeHold(const AccountId& account, std::string_view id, Hold from, Hold to,
                  const RecordedAction& note);
  void AddAction(const AccountId& account, std::string_view id, const RecordedAction& action);
  std::vector<RecordedAction> Actions(const AccountId& account, std::string_view id);
  std::uint64_t Sweep(const AccountId& account, const record::Retention& retention, base::Time now);
  [[nodiscard]] const Connection& connection() const noexcept { return connection_; }

 private:
  void InsertRecord(Statement& insert, const MessageRecord& row, std::int64_t number);
  void CheckpointWhenDue();
  std::uint64_t SweepOld(const AccountId& account, base::Time before);
  void SweepRaw(const AccountId& account, std::uint64_t limit);

  Connection connection_;
};

void RecordFile::InsertRecord(Statement& insert, const MessageRecord& row, std::int64_t number) {
  const std::string recipients = record::JoinList(row.recipients);
  const std::string to = record::JoinList(row.to);
  const std::string to_names = record::JoinList(row.to_names);
  const std::string cc = record::JoinList(row.cc);
  const std::string reasons = record::JoinList(row.reasons);
  const std::string senders = record::SendersOf(row);
  const std::string recipients_folded = record::RecipientsOf(row);
  const std::string subject_folded = text::FoldCase(row.subject);
  const std::string search = record::SearchTextOf(row);
  insert.Execute(row.account.bytes, row.id, row.scanned_at, row.sent_at, std::int64_t{row.flagged},
                 static_cast<std::int64_t>(row.treatment), static_cast<std::int64_t>(row.hold),
                 static_cast<std::int64_t>(row.size), row.queue_id, row.envelope_from, recipients,
                 row.client_ip, row.from, row.from_name, to, to_names, cc, row.reply_to,
                 row.subject, row.message_id, row.date, row.originating_ip, row.spf, row.dkim,
                 row.dmarc, row.disposition, reasons, row.findings, row.policy, row.policy_pattern,
                 senders, recipients_folded, subject_folded, search, number);
}

void RecordFile::Append(std::span<const RecordedMessage> messages) {
  Transaction transaction(connection_, Transaction::Kind::kWrite);
  {
    Statement insert = connection_.Prepare(kInsertMessage);
    Statement insert_raw = connection_.Prepare(
        "INSERT INTO raw (account_id, id, scanned_at, octets) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO NOTHING");
    auto number = static_cast<std::int64_t>(LastNumber(connection_));
    for (const RecordedMessage& message : messages) {
      InsertRecord(insert, message.record, ++number);
      if (!message.raw) continue;
      const auto* octets = reinterpret_cast<const std::uint8_t*>(message.raw->data());
      insert_raw.Execute(message.record.account.bytes, message.record.id, message.record.scanned_at,
                         std::span(octets, message.raw->size()));
    }
    connection_.Prepare("UPDATE last_number SET number = ?1").Execute(number);
  }
  transaction.Commit();
  CheckpointWhenDue();
}

std::optional<MessageRecord> RecordFile::Find(const AccountId& account, std::string_view id) {
  Statement find = connection_.Prepare("SELECT " NAMESAKE_RECORD_COLUMNS
                                       " FROM message WHERE account_id = ?1 AND id = ?2");
  if (Rows rows = find.Run(account.bytes, id); rows.Next()) return ReadRecord(rows);
  Statement newest = connection_.Prepare(
      "SELECT " NAMESAKE_RECORD_COLUMNS
      " FROM message WHERE account_id = ?1 AND queue_id = ?2 ORDER BY scanned_at DESC LIMIT 1");
  if (Rows rows = newest.Run(account.bytes, id); rows.Next()) return ReadRecord(rows);
  return std::nullopt;
}

RecordPage RecordFile::Search(const AccountId& account, const RecordQuery& query) {
  const Transaction one_view(connection_, Transaction::Kind::kRead);
  RecordPage page;
  const Arguments with(query);
  const std::string conditions = Conditions(query);
  if (query.count) {
    Statement count = connection_.Prepare("SELECT count(*) FROM message" + conditions);
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
  Statement select = connection_.Prepare(sql);
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

std::optional<std::string> RecordFile::Raw(const AccountId& account, std::string_view id) {
  Statement find = connection_.Prepare("SELECT octets FROM raw WHERE account_id = ?1 AND id = ?2");
  Rows rows = find.Run(account.bytes, id);
  if (!rows.Next()) return std::nullopt;
  return std::string(rows.Octets(0));
}

bool RecordFile::ChangeHold(const AccountId& account, std::string_view id, Hold from, Hold to,
                            const RecordedAction& note) {
  Transaction transaction(connection_, Transaction::Kind::kWrite);
  const std::int64_t changed =
      connection_
          .Prepare("UPDATE message SET hold = ?4 WHERE account_id = ?1 AND id = ?2 AND hold = ?3")
          .Execute(account.bytes, id, static_cast<std::int64_t>(from),
                   static_cast<std::int64_t>(to));
  if (changed == 0) return false;
  AddAction(account, id, note);
  transaction.Commit();
  return true;
}

void RecordFile::AddAction(const AccountId& account, std::string_view id,
                           const RecordedAction& action) {
  connection_
      .Prepare(
          "INSERT INTO action VALUES (?1, ?2, "
          "(SELECT coalesce(max(number), 0) + 1 FROM action WHERE account_id = ?1 AND id = ?2), "
          "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
      .Execute(account.bytes, id, action.operation, action.started_at, action.completed_at,
               std::int64_t{action.success}, action.status, action.requested_by, action.destination,
               action.requested_disposition);
}

std::vector<RecordedAction> RecordFile::Actions(const AccountId& account, std::string_view id) {
  std::vector<RecordedAction> actions;
  Statement select =
      connection_.Prepare("SELECT " NAMESAKE_ACTION_COLUMNS
                          " FROM action WHERE account_id = ?1 AND id = ?2 ORDER BY number");
  Rows rows = select.Run(account.bytes, id);
  while (rows.Next()) actions.push_back(ReadAction(rows));
  return actions;
}

std::uint64_t RecordFile::Sweep(const AccountId& account, const record::Retention& retention,
                                base::Time now) {
  const std::uint64_t swept = SweepOld(account, now - retention.age);
  SweepRaw(account, retention.raw_bytes);
  CheckpointWhenDue();
  return swept;
}

std::uint64_t RecordFile::SweepOld(const AccountId& account, base::Time before) {
  std::uint64_t swept = 0;
  for (;;) {
    Transaction transaction(connection_, Transaction::Kind::kWrite);
    connection_.Execute("CREATE TEMP TABLE IF NOT EXISTS swept (id TEXT PRIMARY KEY)");
    connection_.Execute("DELETE FROM swept");
    const std::int64_t found =
        connection_
            .Prepare(
                "INSERT INTO swept SELECT id FROM message WHERE account_id = ?1 "
                "AND scanned_at < ?2 AND hold NOT IN (1, 2) ORDER BY scanned_at LIMIT ?3")
            .Execute(account.bytes, before, kSweepBatch);
    for (const std::string_view table : {"message", "raw", "action"}) {
      connection_
          .Prepare(fmt::format(
              "DELETE FROM {} WHERE account_id = ?1 AND id IN (SELECT id FROM swept)", table))
          .Execute(account.bytes);
    }
    transaction.Commit();
    swept += static_cast<std::uint64_t>(found);
    if (found < kSweepBatch) return swept;
  }
}

// The newest raw messages stay, as many as there is room for; what is held is not counted.
void RecordFile::SweepRaw(const AccountId& account, std::uint64_t limit) {
  Statement select = connection_.Prepare(
      "SELECT raw.scanned_at, length(raw.octets) FROM raw JOIN message USING (account_id, id) "
      "WHERE account_id = ?1 AND hold NOT IN (1, 2) ORDER BY raw.scanned_at DESC");
  std::uint64_t sum = 0;
  std::optional<base::Time> oldest_kept;
  {
    Rows rows = select.Run(account.bytes);
    while (rows.Next()) {
      sum += static_cast<std::uint64_t>(rows.Integer(1));
      if (sum > limit) break;
      oldest_kept = rows.Time(0);
    }
  }
  if (sum <= limit) return;
  const base::Time before = oldest_kept.value_or(base::Time::max());
  Transaction transaction(connection_, Transaction::Kind::kWrite);
  connection_
      .Prepare(
          "DELETE FROM raw WHERE account_id = ?1 AND scanned_at < ?2 AND id NOT IN "
          "(SELECT id FROM message WHERE account_id = ?1 AND hold IN (1, 2))")
      .Execute(account.bytes, before);
  connection_
      .Prepare(
          "UPDATE message SET size = 0 WHERE account_id = ?1 AND size > 0 AND id NOT IN "
          "(SELECT id FROM raw WHERE account_id = ?1)")
      .Execute(account.bytes);
  transaction.Commit();
}

void RecordFile::CheckpointWhenDue() {
  if (connection_.log_frames() >= kMaxLogFrames) (void)connection_.Checkpoint();
}

class SqliteRecordStore final : public record::RecordStore {
 public:
  explicit SqliteRecordStore(std::filesystem::path file) : file_(std::move(file)) {}

  base::Status Open() {
    const auto opened = Do([](RecordFile&) { return true; });
    if (!opened) return base::Fail(opened.error());
    return base::Ok();
  }

  base::Status Append(std::span<const RecordedMessage> messages) override {
    return Done(Do([&](RecordFile& file) {
      file.Append(messages);
      return true;
    }));
  }
  Expected<std::optional<MessageRecord>> Find(const AccountId& account,
                                              std::string_view id) override {
    return Do([&](RecordFile& file) { return file.Find(account, id); });
  }
  Expected<RecordPage> Search(const AccountId& account, const RecordQuery& query) override {
    return Do([&](RecordFile& file) { return file.Search(account, query); });
  }
  Expected<std::optional<std::string>> Raw(const AccountId& account, std::string_view id) override {
    return Do([&](RecordFile& file) { return file.Raw(account, id); });
  }
  Expected<bool> ChangeHold(const AccountId& account, std::string_view id, Hold from, Hold to,
                            const RecordedAction& note) override {
    auto changed = Do([&](RecordFile& file) -> std::optional<bool> {
      if (file.ChangeHold(account, id, from, to, note)) return true;
      if (!file.Find(account, id)) return std::nullopt;
      return false;
    });
    if (!changed) return base::Fail(std::move(changed.error()));
    if (!*changed) return NoRecord(id);
    return **changed;
  }
  base::Status AddAction(const AccountId& account, std::string_view id,
                         const RecordedAction& action) override {
    const auto added = Do([&](RecordFile& file) {
      if (!file.Find(account, id)) return false;
      file.AddAction(account, id, action);
      return true;
    });
    if (!added) return base::Fail(added.error());
    if (!*added) return NoRecord(id);
    return base::Ok();
  }
  Expected<std::vector<RecordedAction>> Actions(const AccountId& account,
                                                std::string_view id) override {
    return Do([&](RecordFile& file) { return file.Actions(account, id); });
  }
  Expected<std::uint64_t> Sweep(const AccountId& account, const record::Retention& retention,
                                base::Time now) override {
    return Do([&](RecordFile& file) { return file.Sweep(account, retention, now); });
  }
  Expected<std::vector<record::NumberedRecord>> ReadFlaggedAfter(std::uint64_t after,
                                                                 std::size_t limit) override {
    return Do([&](RecordFile& file) {
      return sqlite::ReadFlaggedAfter(file.connection(), after, limit);
    });
  }
  Expected<std::uint64_t> LastNumber() override {
    return Do([](RecordFile& file) { return sqlite::LastNumber(file.connection()); });
  }
  base::Status SavePositions(std::span<const record::FollowerPosition> positions) override {
    return Done(Do([&](RecordFile& file) {
      sqlite::SavePositions(file.connection(), positions);
      return true;
    }));
  }
  Expected<std::optional<record::FollowerPosition>> LoadPosition(std::string_view name) override {
    return Do([&](RecordFile& file) { return sqlite::LoadPosition(file.connection(), name); });
  }
  base::Status ForgetPosition(std::string_view name) override {
    return Done(Do([&](RecordFile& file) {
      sqlite::ForgetPosition(file.connection(), name);
      return true;
    }));
  }
  Expected<bool> TakeLease(std::string_view name, std::string_view holder, base::Time now,
                           base::Time until) override {
    return Do([&](RecordFile& file) {
      return sqlite::TakeLease(file.connection(), name, holder, now, until);
    });
  }
  base::Status EndLease(std::string_view name, std::string_view holder) override {
    return Done(Do([&](RecordFile& file) {
      sqlite::EndLease(file.connection(), name, holder);
      return true;
    }));
  }
  base::Status ReportNode(const record::NodeReport& report) override {
    return Done(Do([&](RecordFile& file) {
      sqlite::ReportNode(file.connection(), report);
      return true;
    }));
  }
  base::Status ForgetNode(const base::Uuid& id) override {
    return Done(Do([&](RecordFile& file) {
      sqlite::ForgetNode(file.connection(), id);
      return true;
    }));
  }
  Expected<std::vector<record::NodeReport>> ListNodes() override {
    return Do([](RecordFile& file) { return sqlite::ListNodes(file.connection()); });
  }

 private:
  static tl::unexpected<base::Error> NoRecord(std::string_view id) {
    return base::Fail(base::ErrorCode::kNotFound, fmt::format("no message {}", id));
  }
  static base::Status Done(const Expected<bool>& done) {
    if (!done) return base::Fail(done.error());
    return base::Ok();
  }

  // Opens the file when that has to be done (again). One at a time: whoever reads records is a
  // person, and the one who writes them waits for nobody.
  template <typename Work>
  auto Do(const Work& work) -> Expected<decltype(work(std::declval<RecordFile&>()))> {
    const std::lock_guard lock(mutex_);
    try {
      if (open_ && open_->HasMoved()) open_.reset();
      if (!open_) {
        if (auto there = ProvideFile(file_, OpenMode::kCreate); !there) {
          return base::Fail(there.error());
        }
        open_ = std::make_unique<RecordFile>(file_);
      }
      return work(*open_);
    } catch (const Failure& failure) {
      open_.reset();  // whatever state the connection is in
      return base::Fail(failure.RuntimeError());
    }
  }

  const std::filesystem::path file_;
  std::mutex mutex_;
  std::unique_ptr<RecordFile> open_;  // under mutex_
};

}  // namespace

Expected<std::unique_ptr<record::RecordStore>> OpenSqliteRecordStore(
    const std::filesystem::path& file) {
  auto store = std::make_unique<SqliteRecordStore>(std::filesystem::absolute(file));
  if (auto opened = store->Open(); !opened) return base::Fail(opened.error());
  return store;
}

}  // namespace namesake::storage::sqlite
