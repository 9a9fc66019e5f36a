// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/record_postgres_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "base/uuid.h"
#include "record/message_record.h"
#include "record/node_book.h"
#include "record/record_feed.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/message_columns.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/pool.h"
#include "storage/postgres/record_days.h"
#include "storage/postgres/record_schema.h"
#include "storage/postgres/record_sql.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/settings.h"
#include "storage/read_all.h"
#include "storage/record_rows.h"

namespace namesake::storage::postgres {
namespace {

using base::Expected;
using record::FollowerPosition;
using record::Hold;
using record::MessageRecord;
using record::NodeReport;
using record::NumberedRecord;
using record::RecordedAction;
using record::RecordedMessage;
using record::RecordPage;
using record::RecordQuery;
using registry::AccountId;

// A sweep deletes so many records a statement, so that each is answered within kSilence.
constexpr std::int64_t kSweepBatch = 1000;

constexpr std::string_view kNoPartition = "23514";  // of a row that fits into none

Day DayOf(base::Time time) { return std::chrono::floor<std::chrono::days>(time); }

std::optional<MessageRecord> ReadOne(Rows rows) {
  if (!rows.Next()) return std::nullopt;
  return ReadRecord(rows);
}

void Insert(Connection& connection, const MessageColumns& columns) {
  connection.SendPlain("BEGIN");
  connection.Send(kTakeNumbers, static_cast<std::int64_t>(columns.size()));
  connection.SendEncoded(kInsertMessages, columns.Messages());
  connection.SendEncoded(kInsertRaws, columns.Raws());
  connection.SendPlain("COMMIT");
  connection.Flush();
  for (int statement = 0; statement < 5; ++statement) connection.Skip();
  connection.Finish();
}

class PostgresRecordStore final : public record::RecordStore {
 public:
  explicit PostgresRecordStore(Settings settings)
      : connector_(std::move(settings)), pool_(connector_) {}

  base::Status Open() {
    auto opened = Write([](Connection& connection) { Migrate(connection, RecordSchema()); });
    opened_ = opened.has_value();
    return opened;
  }

  base::Status Append(std::span<const RecordedMessage> messages) override;
  Expected<std::optional<MessageRecord>> Find(const AccountId& account,
                                              std::string_view id) override;
  Expected<RecordPage> Search(const AccountId& account, const RecordQuery& query) override;
  Expected<std::optional<std::string>> Raw(const AccountId& account, std::string_view id) override;
  Expected<bool> ChangeHold(const AccountId& account, std::string_view id, Hold from, Hold to,
                            const RecordedAction& note) override;
  base::Status AddAction(const AccountId& account, std::string_view id,
                         const RecordedAction& action) override;
  Expected<std::vector<RecordedAction>> Actions(const AccountId& account,
                                                std::string_view id) override;
  Expected<std::uint64_t> Sweep(const AccountId& account, const record::Retention& retention,
                                base::Time now) override;

  Expected<std::vector<NumberedRecord>> ReadFlaggedAfter(std::uint64_t after,
                                                         std::size_t limit) override;
  Expected<std::uint64_t> LastNumber() override;
  base::Status SavePositions(std::span<const FollowerPosition> positions) override;
  Expected<std::optional<FollowerPosition>> LoadPosition(std::string_view name) override;
  base::Status ForgetPosition(std::string_view name) override;
  Expected<bool> TakeLease(std::string_view name, std::string_view holder, base::Time now,
                           base::Time until) override;
  base::Status EndLease(std::string_view name, std::string_view holder) override;

  base::Status ReportNode(const NodeReport& report) override;
  base::Status ForgetNode(const base::Uuid& id) override;
  Expected<std::vector<NodeReport>> ListNodes() override;

 private:
  // What `work(Connection&)` returns. Done again once when a connection had been lost.
  template <typename Work>
  auto Read(const Work& work) -> Expected<std::invoke_result_t<Work, Connection&>> {
    try {
      return pool_.With(work);
    } catch (const Failure& failure) {
      return base::Fail(failure.RuntimeError());
    }
  }
  // The same on the one connection that writes, one at a time, and not done again: whether it was
  // done is not known when the connection is lost.
  template <typename Work>
  auto Write(const Work& work)
      -> std::conditional_t<std::is_void_v<std::invoke_result_t<Work, Connection&>>, base::Status,
                            Expected<std::invoke_result_t<Work, Connection&>>> {
    const std::lock_guard lock(mutex_);
    try {
      if (writer_ == nullptr || !writer_->IsAlive()) {
        writer_ = connector_.Connect(Connection::Use::kWriting);
        days_.Forget();  // this may be another server
      }
      if constexpr (std::is_void_v<std::invoke_result_t<Work, Connection&>>) {
        work(*writer_);
        return base::Ok();
      } else {
        return work(*writer_);
      }
    } catch (const Failure& failure) {
      writer_.reset();
      return base::Fail(opened_ ? failure.RuntimeError() : failure.error());
    }
  }

  static tl::unexpected<base::Error> NoRecord(std::string_view id) {
    return base::Fail(base::ErrorCode::kNotFound, fmt::format("no message {}", id));
  }

  std::uint64_t DropDays(std::int64_t longest_days, base::Time now);
  Expected<std::uint64_t> SweepOld(const AccountId& account, base::Time before);
  base::Status SweepRaws(const AccountId& account, std::uint64_t room);

  Connector connector_;
  Pool pool_;
  std::mutex mutex_;
  std::unique_ptr<Connection> writer_;  // under mutex_, like what follows
  RecordDays days_;
  bool opened_ = false;
};

base::Status PostgresRecordStore::Append(std::span<const RecordedMessage> messages) {
  MessageColumns columns;
  std::set<Day> days;
  for (const RecordedMessage& message : messages) {
    columns.Add(message);
    days.insert(DayOf(message.record.scanned_at));
  }
  if (messages.empty()) return base::Ok();
  const auto insert = [&](Connection& connection) {
    if (!days_.Knows(days)) days_.Provide(connection, days);
    Insert(connection, columns);
  };
  bool was_dropped = false;  // a day that we know, by another node
  const auto once = [&](Connection& connection) {
    try {
      insert(connection);
    } catch (const Failure& failure) {
      was_dropped = failure.sqlstate() == kNoPartition;
      throw;
    }
  };
  auto written = Write(once);
  if (!was_dropped) return written;
  return Write(insert);  // on a new connection, which knows no day yet
}

Expected<std::optional<MessageRecord>> PostgresRecordStore::Find(const AccountId& account,
                                                                 std::string_view id) {
  const std::string wanted = Storable(id);
  return Read([&](Connection& connection) {
    auto found = ReadOne(connection.Run(kFindMessage, account, wanted));
    return found ? found : ReadOne(connection.Run(kFindNewestOfQueueId, account, wanted));
  });
}

Expected<RecordPage> PostgresRecordStore::Search(const AccountId& account,
                                                 const RecordQuery& query) {
  const RecordSearch search = SearchSql(account, query);
  return Read([&](Connection& connection) {
    RecordPage page;
    connection.SendPlain("BEGIN ISOLATION LEVEL REPEATABLE READ");  // one view for both
    if (query.count) {
      connection.SendEncoded({.name = {}, .text = search.count}, search.count_parameters);
    }
    connection.SendEncoded({.name = {}, .text = search.page}, search.page_parameters);
    connection.SendPlain("COMMIT");
    connection.Flush();
    connection.Skip();
    if (query.count) {
      Rows count = connection.Receive();
      if (count.Next()) page.total_count = static_cast<std::uint64_t>(count.Integer(0));
    }
    page.records = ReadAll(connection.Receive(), ReadRecord<Rows>);
    connection.Skip();
    connection.Finish();
    page.more = page.records.size() > query.limit;
    if (page.more) page.records.pop_back();
    return page;
  });
}

Expected<std::optional<std::string>> PostgresRecordStore::Raw(const AccountId& account,
                                                              std::string_view id) {
  return Read([&](Connection& connection) -> std::optional<std::string> {
    Rows rows = connection.Run(kFindRaw, account, Storable(id));
    if (!rows.Next()) return std::nullopt;
    return std::string(rows.Octets(0));
  });
}

Expected<bool> PostgresRecordStore::ChangeHold(const AccountId& account, std::string_view id,
                                               Hold from, Hold to, const RecordedAction& note) {
  const auto changed = Write([&](Connection& connection) {
    return connection
        .Run(kChangeHold, account, Storable(id), static_cast<std::int32_t>(from),
             static_cast<std::int32_t>(to), Storable(note.operation), note.started_at,
             note.completed_at, note.success, Storable(note.status), Storable(note.requested_by),
             Storable(note.destination), Storable(note.requested_disposition))
        .changed();
  });
  if (!changed) return base::Fail(changed.error());
  if (*changed > 0) return true;
  const auto found = Find(account, id);
  if (!found) return base::Fail(found.error());
  if (!*found) return NoRecord(id);
  return false;
}

base::Status PostgresRecordStore::AddAction(const AccountId& account, std::string_view id,
                                            const RecordedAction& action) {
  const auto added = Write([&](Connection& connection) {
    return connection
        .Run(kAddAction, account, Storable(id), Storable(action.operation), action.started_at,
             action.completed_at, action.success, Storable(action.status),
             Storable(action.requested_by), Storable(action.destination),
             Storable(action.requested_disposition))
        .changed();
  });
  if (!added) return base::Fail(added.error());
  if (*added == 0) return NoRecord(id);
  return base::Ok();
}

Expected<std::vector<RecordedAction>> PostgresRecordStore::Actions(const AccountId& account,
                                                                   std::string_view id) {
  return Read([&](Connection& connection) {
    std::vector<RecordedAction> actions;
    Rows rows = connection.Run(kListActions, account, Storable(id));
    while (rows.Next()) actions.push_back(ReadAction(rows));
    return actions;
  });
}

// ---- Retention ----------------------------------------------------------------------------------

Expected<std::uint64_t> PostgresRecordStore::Sweep(const AccountId& account,
                                                   const record::Retention& retention,
                                                   base::Time now) {
  const auto longest = Write([&](Connection& connection) {
    (void)connection.Run(kNoteRetention, account, static_cast<std::int64_t>(retention.age.count()));
    Rows rows = connection.Run(kLongestRetention);
    return rows.Next() ? rows.Integer(0) : 0;
  });
  if (!longest) return base::Fail(longest.error());
  const std::uint64_t dropped = DropDays(*longest, now);
  // What shares its day with records that others keep for longer.
  auto swept = SweepOld(account, DayOf(now - retention.age));
  if (!swept) return swept;
  if (auto done = SweepRaws(account, retention.raw_bytes); !done) return base::Fail(done.error());
  return dropped + *swept;
}

// When the locks cannot be had the days stay until the next sweep.
std::uint64_t PostgresRecordStore::DropDays(std::int64_t longest_days, base::Time now) {
  const Day before = DayOf(now - std::chrono::days(longest_days));
  const auto dropped =
      Write([&](Connection& connection) { return days_.DropUntil(connection, before); });
  if (dropped) return *dropped;
  base::Log(base::LogLevel::kDebug, "record_days_stay", {{"error", dropped.error().message}});
  return 0;
}

Expected<std::uint64_t> PostgresRecordStore::SweepOld(const AccountId& account, base::Time before) {
  std::uint64_t swept = 0;
  for (;;) {
    const auto deleted = Write([&](Connection& connection) {
      return connection.Run(kSweepMessages, account, before, kSweepBatch).changed();
    });
    if (!deleted) return base::Fail(deleted.error());
    swept += static_cast<std::uint64_t>(*deleted);
    if (*deleted < kSweepBatch) return swept;
  }
}

// The newest raw messages stay, as many as there is room for.
base::Status PostgresRecordStore::SweepRaws(const AccountId& account, std::uint64_t room) {
  const auto limit = static_cast<std::int64_t>(
      std::min<std::uint64_t>(room, std::numeric_limits<std::int64_t>::max()));
  struct Place {
    base::Time scanned_at;
    std::string id;
  };
  const auto first = Read([&](Connection& connection) -> std::optional<Place> {
    Rows rows = connection.Run(kFirstWithoutRoom, account, limit);
    if (!rows.Next()) return std::nullopt;
    return Place{rows.Time(0), std::string(rows.Text(1))};
  });
  if (!first) return base::Fail(first.error());
  if (!*first) return base::Ok();
  for (;;) {
    const auto deleted = Write([&](Connection& connection) {
      return connection.Run(kSweepRaws, account, (*first)->scanned_at, (*first)->id, kSweepBatch)
          .changed();
    });
    if (!deleted) return base::Fail(deleted.error());
    if (*deleted < kSweepBatch) return base::Ok();
  }
}

// ---- Followers ----------------------------------------------------------------------------------

Expected<std::vector<NumberedRecord>> PostgresRecordStore::ReadFlaggedAfter(std::uint64_t after,
                                                                            std::size_t limit) {
  return Read([&](Connection& connection) {
    std::vector<NumberedRecord> records;
    Rows rows = connection.Run(kReadFlaggedAfter, static_cast<std::int64_t>(after),
                               static_cast<std::int64_t>(limit));
    while (rows.Next()) {
      const std::int64_t number = rows.Integer(kRecordColumnCount);
      records.push_back({static_cast<std::uint64_t>(number), ReadRecord(rows)});
    }
    return records;
  });
}

Expected<std::uint64_t> PostgresRecordStore::LastNumber() {
  return Read([](Connection& connection) {
    Rows rows = connection.Run(kLastNumber);
    return rows.Next() ? static_cast<std::uint64_t>(rows.Integer(0)) : std::uint64_t{0};
  });
}

base::Status PostgresRecordStore::SavePositions(std::span<const FollowerPosition> positions) {
  Column<std::string> names;
  Column<std::int64_t> records;
  Column<std::int64_t> changes;
  for (const FollowerPosition& position : positions) {
    names.Add(position.name);
    records.Add(static_cast<std::int64_t>(position.records));
    changes.Add(static_cast<std::int64_t>(position.changes));
  }
  return Write([&](Connection& connection) {
    (void)connection.Run(kSavePositions, names, records, changes);
  });
}

Expected<std::optional<FollowerPosition>> PostgresRecordStore::LoadPosition(std::string_view name) {
  return Read([&](Connection& connection) -> std::optional<FollowerPosition> {
    Rows rows = connection.Run(kLoadPosition, name);
    if (!rows.Next()) return std::nullopt;
    return FollowerPosition{.name = std::string(name),
                            .records = static_cast<std::uint64_t>(rows.Integer(0)),
                            .changes = static_cast<std::uint64_t>(rows.Integer(1))};
  });
}

base::Status PostgresRecordStore::ForgetPosition(std::string_view name) {
  return Write([&](Connection& connection) { (void)connection.Run(kForgetPosition, name); });
}

Expected<bool> PostgresRecordStore::TakeLease(std::string_view name, std::string_view holder,
                                              base::Time now, base::Time until) {
  return Write([&](Connection& connection) {
    return connection.Run(kTakeLease, name, holder, until, now).changed() > 0;
  });
}

base::Status PostgresRecordStore::EndLease(std::string_view name, std::string_view holder) {
  return Write([&](Connection& connection) { (void)connection.Run(kEndLease, name, holder); });
}

// ---- Nodes --------------------------------------------------------------------------------------

base::Status PostgresRecordStore::ReportNode(const NodeReport& report) {
  return Write([&](Connection& connection) {
    (void)connection.Run(kReportNode, report.id, Storable(report.program), Storable(report.host),
                         Storable(report.version), report.started_at, report.seen_at,
                         std::int64_t{report.behind.count()},
                         static_cast<std::int64_t>(report.messages),
                         static_cast<std::int64_t>(report.recent_messages),
                         std::int64_t{report.recent_time.count()});
    (void)connection.Run(kForgetOldNodes, report.seen_at - record::kNodeMemory);
  });
}

base::Status PostgresRecordStore::ForgetNode(const base::Uuid& id) {
  return Write([&](Connection& connection) { (void)connection.Run(kForgetNode, id); });
}

Expected<std::vector<NodeReport>> PostgresRecordStore::ListNodes() {
  return Read([](Connection& connection) {
    std::vector<NodeReport> nodes;
    Rows rows = connection.Run(kListNodes);
    while (rows.Next()) nodes.push_back(ReadNode(rows));
    return nodes;
  });
}

}  // namespace

Expected<std::unique_ptr<record::RecordStore>> OpenPostgresRecordStore(std::string_view uri) {
  auto settings = Settings::Parse(uri);
  if (!settings) return base::Fail(std::move(settings.error()));
  auto store = std::make_unique<PostgresRecordStore>(std::move(*settings));
  if (auto opened = store->Open(); !opened) return base::Fail(opened.error());
  return store;
}

}  // namespace namesake::storage::postgres
