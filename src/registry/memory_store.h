// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "base/worker_pool.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::registry {

// A store that forgets everything when it ends: for tests, and to try the programs out. Plain maps
// under one lock; what the others promise it promises too. Nothing in it expires or is purged.
class MemoryStore final : public Store {
 public:
  MemoryStore();
  ~MemoryStore() override;

  base::Expected<std::optional<Entry>> GetEntry(const AccountId& account,
                                                const base::Uuid& id) override;
  base::Expected<EntryPage> ListEntries(const AccountId& account, const ListQuery& query) override;
  base::Expected<std::uint64_t> VisitEntries(const AccountId& account,
                                             const std::function<bool(Entry)>& visit) override;
  base::Expected<std::optional<Policy>> GetPolicy(const AccountId& account, PolicyKind kind,
                                                  const base::Uuid& id) override;
  base::Expected<PolicyPage> ListPolicies(const AccountId& account,
                                          const PolicyQuery& query) override;
  base::Expected<std::uint64_t> VisitPolicies(const AccountId& account,
                                              const std::function<bool(Policy)>& visit) override;

  void Commit(Write write, CommitCallback done) override;

  base::Expected<std::vector<Change>> ReadChanges(std::uint64_t after, std::size_t limit) override;
  base::Expected<std::uint64_t> LastSequence() override;
  void WaitForChanges(std::uint64_t after, std::chrono::milliseconds timeout) override;
  void Interrupt() override;

  base::Status AddAccount(const Account& account) override;
  base::Expected<std::vector<Account>> ListAccounts() override;
  base::Expected<std::optional<Account>> GetAccount(const AccountId& id) override;
  base::Status ChangeAccountSettings(const AccountId& account,
                                     const AccountSettingChanges& changes) override;
  base::Status AddDomain(const Domain& domain) override;
  base::Status RemoveDomain(const AccountId& account, std::string_view name) override;
  base::Expected<std::vector<Domain>> ListDomains() override;
  base::Status AddCredential(const Credential& credential, std::string_view actor) override;
  base::Status RevokeCredential(std::string_view id, base::Time now,
                                std::string_view actor) override;
  base::Expected<std::vector<Credential>> ListCredentials() override;
  base::Expected<std::vector<AuditRecord>> ListAudit(const AccountId& account,
                                                     const AuditQuery& query) override;
  base::Status Ping() override;

 private:
  struct Remembered {
    Replay replay;
    base::Time expires_at;
  };
  using Entries = std::map<base::Uuid, Entry>;
  using Policies = std::map<base::Uuid, Policy>;

  // All of these are called under mutex_.
  base::Expected<Committed> Apply(const Write& write);
  base::Expected<std::optional<std::string>> FindReplay(const Write& write);
  base::Status Do(const Write& write, const CreateEntries& create);
  base::Status Do(const Write& write, const ReplaceEntry& replace);
  base::Status Do(const Write& write, const DeleteEntry& remove);
  base::Status Do(const Write& write, const ChangePolicies& change);
  [[nodiscard]] base::Status RequireAccount(const AccountId& account) const;
  void Append(const AccountId& account, ChangeKind kind, const base::Uuid& id = {});
  void ActNow(
      std::string_view actor = {});  // who does what follows; else whoever the store acts as
  // After Append.
  void Audit(const AccountId& account, std::string action, std::string subject, std::string before,
             std::string after);

  std::mutex mutex_;
  std::condition_variable changed_;
  // All that follows is under mutex_.
  std::map<AccountId, Account> accounts_;
  std::map<AccountId, Entries> entries_;
  std::map<AccountId, Policies> policies_;
  std::map<std::string, Domain, std::less<>> domains_;
  std::map<std::string, Credential, std::less<>> credentials_;
  std::vector<AuditRecord> audit_;
  std::string actor_;            // of the write that is being done
  base::Time at_ = {};           // and its time
  std::vector<Change> changes_;  // number i has sequence i + 1; entries are not kept here
  std::map<std::pair<AccountId, base::Sha256>, std::vector<Remembered>> replays_;
  std::uint64_t interrupts_ = 0;
  int waiting_ = 0;
  bool interrupt_next_ = false;  // nobody was waiting

  std::unique_ptr<base::WorkerPool> committer_;  // one thread; last, it uses the rest
};

}  // namespace namesake::registry
