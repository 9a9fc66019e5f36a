// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_sqlite_store.h"

#include <fmt/format.h>

#include <cstddef>
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
#include "registry/account.h"
#include "storage/open.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/node_table.h"
#include "storage/sqlite/record_file.h"
#include "storage/sqlite/record_follower.h"
#include "storage/sqlite/record_search.h"

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
    return Do([&](RecordFile& file) { return SearchRecords(file.connection(), account, query); });
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
