// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/postgres_store.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
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
#include "registry/usage.h"
#include "storage/open.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/directory_table.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/feed_watcher.h"
#include "storage/postgres/group_commit.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/pool.h"
#include "storage/postgres/reader.h"
#include "storage/postgres/settings.h"
#include "storage/postgres/usage_table.h"
#include "storage/recent_changes.h"

namespace namesake::storage::postgres {
namespace {

using base::Expected;
using registry::AccountId;
using registry::Committed;

// Some commits of a busy server: a follower that is further behind reads the database.
constexpr std::uint64_t kMaxRecentChanges = 4096;

class PostgresStore final : public registry::Store {
  // What `function(Reader&)` returns, or why the database could not be read.
  template <typename Function>
  auto Read(const Function& function, Pool::Repeat repeat = Pool::Repeat::kOnce)
      -> Expected<std::invoke_result_t<Function, Reader&>> {
    try {
      return readers_.With(
          [&](Connection& connection) {
            Reader reader(connection);
            return function(reader);
          },
          repeat);
    } catch (const Failure& failure) {
      return base::Fail(failure.RuntimeError());
    }
  }

 public:
  PostgresStore(Settings settings, const Options& options)
      : connector_(std::move(settings)),
        readers_(connector_),
        recent_(std::min<std::uint64_t>(options.kept_changes, kMaxRecentChanges)),
        watcher_(connector_),
        commits_(connector_, options.kept_changes, recent_,
                 [this](std::uint64_t sequence) { watcher_.Committed(sequence); }) {}

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
    return Read([&](Reader& reader) { return reader.VisitEntries(account, visit); },
                Pool::Repeat::kNever);
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
    return Read([&](Reader& reader) { return reader.VisitPolicies(account, visit); },
                Pool::Repeat::kNever);
  }

  void Commit(registry::Write write, registry::CommitCallback done) override {
    if (write.actor.empty()) write.actor = acting();
    commits_.Submit(std::move(write), std::move(done));
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
    return Administer([&adoption](DirectoryTable& directory) { return directory.Adopt(adoption); });
  }

  Expected<std::vector<registry::Usage>> AddUsage(
      std::span<const registry::Usage> counted) override {
    if (counted.empty()) return std::vector<registry::Usage>();
    constexpr int kForgetEvery = 64;
    const bool forget = ++usage_calls_ % kForgetEvery == 0;
    try {
      return readers_.With(
          [&](Connection& connection) {
            if (forget) ForgetOldUsage(connection, counted);
            return postgres::AddUsage(connection, counted);
          },
          Pool::Repeat::kNever);
    } catch (const Failure& failure) {
      return base::Fail(failure.RuntimeError());
    }
  }

  base::Status Ping() override {
    if (auto last = LastSequence(); !last) return base::Fail(last.error());
    return base::Ok();
  }

 private:
  // `actor` does it, or whoever the store acts as.
  base::Status Administer(std::function<base::Status(DirectoryTable&)> change,
                          std::string_view actor = {});

  Connector connector_;
  std::atomic<int> usage_calls_ = 0;
  Pool readers_;
  RecentChanges recent_;
  FeedWatcher watcher_;
  GroupCommit commits_;  // last: its thread uses the others
};

base::Status PostgresStore::Administer(std::function<base::Status(DirectoryTable&)> change,
                                       std::string_view actor) {
  // Shared, because the writing thread may still be inside set_value when this one has the result.
  const auto promise = std::make_shared<std::promise<Expected<Committed>>>();
  auto result = promise->get_future();
  commits_.Submit(
      [change = std::move(change),
       actor = actor.empty() ? acting() : std::string(actor)](DirectoryTable& directory) {
        directory.ActAs(actor, base::SystemClock().Now());
        return change(directory);
      },
      [promise](Expected<Committed> committed) { promise->set_value(std::move(committed)); });
  if (auto committed = result.get(); !committed) return base::Fail(committed.error());
  return base::Ok();
}

}  // namespace

Expected<std::unique_ptr<registry::Store>> OpenPostgresStore(std::string_view uri, OpenMode mode,
                                                             const Options& options) {
  auto settings = Settings::Parse(uri);
  if (!settings) return base::Fail(std::move(settings.error()));
  try {
    Connection connection(*settings, Connection::Use::kWriting);
    if (mode == OpenMode::kExisting && !IsMigrated(connection, RegistrySchema())) {
      return base::Fail(base::ErrorCode::kNotFound,
                        "postgresql: the database has no registry yet: create an account first");
    }
    Migrate(connection, RegistrySchema());
  } catch (const Failure& failure) {
    return base::Fail(failure.error());
  }
  return std::make_unique<PostgresStore>(std::move(*settings), options);
}

}  // namespace namesake::storage::postgres
