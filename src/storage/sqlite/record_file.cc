// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_file.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "record/search_text.h"
#include "registry/account.h"
#include "storage/record_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/record_follower.h"
#include "storage/sqlite/record_schema.h"
#include "storage/sqlite/statement.h"
#include "text/fold.h"

namespace namesake::storage::sqlite {
namespace {

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

}  // namespace

using record::Hold;
using record::MessageRecord;
using record::RecordedAction;
using record::RecordedMessage;
using registry::AccountId;

RecordFile::RecordFile(const std::filesystem::path& file)
    : connection_(file, Connection::Use::kRecording) {
  Migrate(connection_, file, RecordSchema());
}

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

}  // namespace namesake::storage::sqlite
