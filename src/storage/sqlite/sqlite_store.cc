// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/open.h"
#include "storage/recent_changes.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/directory_table.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/feed_watcher.h"
#include "storage/sqlite/group_commit.h"
#include "storage/sqlite/read_anchor.h"
#include "storage/sqlite/reader.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/writer.h"

namespace namesake::storage::sqlite {
namespace {

using base::Expected;
using registry::AccountId;
using registry::Committed;

// Some commits of a busy server: a follower that is further behind reads the database.
constexpr std::uint64_t kMaxRecentChanges = 4096;

std::size_t RowsOf(const registry::Write& write) {
  if (const auto* create = std::get_if<registry::CreateEntries>(&write.action)) {
    return create->entries.size();
  }
  if (const auto* change = std::get_if<registry::ChangePolicies>(&write.action)) {
    return change->size();
  }
  return 1;
}

class SqliteStore final : public registry::Store {
  // What `function(Reader&)` returns, or why the database could not be read.
  template <typename Function>
  auto Read(Function function) -> Expected<std::invoke_result_t<Function, Reader&>> {
    anchor_.Reading();
    try {
      return readers_.With(std::move(function));
    } catch (const Failure& failure) {
      return base::Fail(failure.RuntimeError());
    }
  }

 public:
  SqliteStore(const std::filesystem::path& file, const Options& options,
              std::unique_ptr<Writer> writer)
      : file_(file),
        readers_(file),
        anchor_(file),
        recent_(std::min<std::uint64_t>(options.kept_changes, kMaxRecentChanges)),
        watcher_(file, [this] { ForgetDatabase(); }),
        commits_(file, options.kept_changes, std::move(writer), recent_,
                 {.committed = [this](std::uint64_t sequence) { watcher_.Committed(sequence); },
                  .replaced = [this] { ForgetDatabase(); }}) {}

  Expected<std::optional<registry::Entry>> GetEntry(const AccountId& account,
                                                    const base::Uuid& id) override {
    return Read([&](Reader& reader) { return reader.GetEntry(account, id); });
  }
  Expected<registry::EntryPage> ListEntries(const AccountId& account,
                                            const registry::ListQuery& query) override {
    return Read([&](Reader& reader) { return reader.ListEntries(account, query); });
  }
  Expected<std::uint64_t> VisitEntries(const AccountId& account,
                                       const std::function<bool(registry::Entry)>& visit) override {
    return Read([&](Reader& reader) { return reader.VisitEntries(account, visit); });
  }
  Expected<std::optional<registry::Policy>> GetPolicy(const AccountId& account,
                                                      registry::PolicyKind kind,
                                                      const base::Uuid& id) override {
    return Read([&](Reader& reader) { return reader.GetPolicy(account, kind, id); });
  }
  Expected<registry::PolicyPage> ListPolicies(const AccountId& account,
                                              const registry::PolicyQuery& query) override {
    return Read([&](Reader& reader) { return reader.ListPolicies(account, query); });
  }
  Expected<std::uint64_t> VisitPolicies(
      const AccountId& account, const std::function<bool(registry::Policy)>& visit) override {
    return Read([&](Reader& reader) { return reader.VisitPolicies(account, visit); });
  }

  void Commit(registry::Write write, registry::CommitCallback done) override {
    if (write.actor.empty()) write.actor = acting();
    const std::size_t rows = RowsOf(write);
    commits_.Submit([write = std::move(write)](Writer& writer) { return writer.Apply(write); },
                    rows, std::move(done));
  }

  Expected<std::vector<registry::Change>> ReadChanges(std::uint64_t after,
                                                      std::size_t limit) override {
    if (auto recent = recent_.After(after, limit)) return std::move(*recent);
    auto read = Read([&](Reader& reader) { return reader.ReadChanges(after, limit); });
    if (!read) return base::Fail(std::move(read.error()));
    // The caller starts anew from what the database says: it must not meet an older one here.
    if (!*read) recent_.Clear();
    return std::move(*read);
  }
  Expected<std::uint64_t> LastSequence() override {
    return Read([](Reader& reader) { return reader.LastSequence(); });
  }
  void WaitForChanges(std::uint64_t after, std::chrono::milliseconds timeout) override {
    watcher_.Wait(after, timeout);
  }
  void Interrupt() override { watcher_.Interrupt(); }

  base::Status AddAccount(const registry::Account& account) override {
    return Administer([account](DirectoryTable& table) { return table.AddAccount(account); });
  }
  Expected<std::vector<registry::Account>> ListAccounts() override {
    return Read([](Reader& reader) { return reader.ListAccounts(); });
  }
  Expected<std::optional<registry::Account>> GetAccount(const AccountId& id) override {
    return Read([&](Reader& reader) { return reader.GetAccount(id); });
  }

  base::Status ChangeAccountSettings(const AccountId& account,
                                     const registry::AccountSettingChanges& changes) override {
    return Administer([account, changes](DirectoryTable& table) {
      return table.ChangeAccountSettings(account, changes);
    });
  }

  base::Status AddDomain(const registry::Domain& domain) override {
    return Administer([domain](DirectoryTable& table) { return table.AddDomain(domain); });
  }
  base::Status RemoveDomain(const AccountId& account, std::string_view name) override {
    return Administer([account, name = std::string(name)](DirectoryTable& table) {
      return table.RemoveDomain(account, name);
    });
  }
  Expected<std::vector<registry::Domain>> ListDomains() override {
    return Read([](Reader& reader) { return reader.ListDomains(); });
  }

  base::Status AddCredential(const registry::Credential& credential,
                             std::string_view actor) override {
    return Administer(
        [credential](DirectoryTable& table) { return table.AddCredential(credential); }, actor);
  }
  base::Status RevokeCredential(std::string_view id, base::Time now,
                                std::string_view actor) override {
    return Administer([id = std::string(id),
                       now](DirectoryTable& table) { return table.RevokeCredential(id, now); },
                      actor);
  }
  Expected<std::vector<registry::Credential>> ListCredentials() override {
    return Read([](Reader& reader) { return reader.ListCredentials(); });
  }

  Expected<registry::AccountWithParts> ReadAccount(const AccountId& account) override {
    return Read([&](Reader& reader) { return reader.ReadAccount(account); });
  }

  Expected<std::vector<registry::AuditRecord>> ListAudit(
      const AccountId& account, const registry::AuditQuery& query) override {
    return Read([&](Reader& reader) { return reader.ListAudit(account, query); });
  }

  base::Status Adopt(const registry::Adoption& adoption) override {
    return Write([&adoption](Writer& writer) { return writer.Adopt(adoption); });
  }

  base::Status Ping() override;

 private:
  // Waits for it.
  base::Status Write(std::function<base::Status(Writer&)> change);
  // `actor` does it, or whoever the store acts as.
  base::Status Administer(std::function<base::Status(DirectoryTable&)> change,
                          std::string_view actor = {});
  void ForgetDatabase() {
    readers_.Clear();
    recent_.Clear();
  }

  const std::filesystem::path file_;
  ReaderPool readers_;
  ReadAnchor anchor_;
  RecentChanges recent_;
  FeedWatcher watcher_;
  GroupCommit commits_;  // last: its thread uses the others
};

base::Status SqliteStore::Write(std::function<base::Status(Writer&)> change) {
  // Shared, because the writing thread may still be inside set_value when this one has the result.
  const auto promise = std::make_shared<std::promise<Expected<Committed>>>();
  auto result = promise->get_future();
  commits_.Submit(
      [change = std::move(change)](Writer& writer) -> Expected<Committed> {
        if (auto changed = change(writer); !changed) return base::Fail(changed.error());
        return Committed{.sequence = writer.last_sequence(), .replayed_answer = std::nullopt};
      },
      1, [promise](Expected<Committed> committed) { promise->set_value(std::move(committed)); });
  if (auto committed = result.get(); !committed) return base::Fail(committed.error());
  return base::Ok();
}

base::Status SqliteStore::Administer(std::function<base::Status(DirectoryTable&)> change,
                                     std::string_view actor) {
  return Write([change = std::move(change),
                actor = actor.empty() ? acting() : std::string(actor)](Writer& writer) {
    writer.directory().ActAs(actor, base::SystemClock().Now());
    return change(writer.directory());
  });
}

base::Status SqliteStore::Ping() {
  const auto moved = Read([](Reader& reader) {
    (void)reader.LastSequence();
    return reader.connection().HasMoved();
  });
  if (!moved) return base::Fail(moved.error());
  if (!*moved) return base::Ok();
  ForgetDatabase();
  return base::Fail(base::ErrorCode::kUnavailable,
                    fmt::format("{}: the database was moved, removed or replaced", file_.string()));
}

}  // namespace

Expected<std::unique_ptr<registry::Store>> OpenSqliteStore(const std::filesystem::path& file,
                                                           OpenMode mode, const Options& options) {
  // Not to be changed by a later change of the working directory.
  const std::filesystem::path absolute = std::filesystem::absolute(file);
  if (auto there = ProvideFile(absolute, mode); !there) return base::Fail(there.error());
  try {
    auto writer = std::make_unique<Writer>(absolute, options.kept_changes);
    return std::make_unique<SqliteStore>(absolute, options, std::move(writer));
  } catch (const Failure& failure) {
    return base::Fail(failure.error());
  }
}

}  // namespace namesake::storage::sqlite
