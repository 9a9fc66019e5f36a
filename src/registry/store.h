// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/usage.h"

namespace namesake::registry {

// ---- Reading entries ----------------------------------------------------------------------------

// Text by code point; ties by id. Descending is exactly the reverse of ascending.
enum class EntryOrder { kCreatedAt, kName, kEmail };
enum class Direction { kAscending, kDescending };

struct ListQuery {
  std::uint64_t page = 1;       // from 1
  std::uint32_t per_page = 20;  // 1..1000
  EntryOrder order = EntryOrder::kCreatedAt;
  Direction direction = Direction::kAscending;
  std::optional<Provenance> provenance = std::nullopt;  // kInternal: those without one too
  std::string search = {};  // case-insensitive substring of name, email or comments; empty: all
};

struct EntryPage {
  std::vector<Entry> entries;
  std::uint64_t total_count = 0;  // matching the filters, on all pages
};

// The two filters of a ListQuery, shared by the stores that filter in C++. `folded_search` is
// text::FoldCase of the search.
[[nodiscard]] bool MatchesFilters(const Entry& entry, std::optional<Provenance> provenance,
                                  std::string_view folded_search);

// ---- Reading policies ---------------------------------------------------------------------------

enum class PolicyOrder { kCreatedAt, kPattern };

// A page of one of the three lists. Paging and order as in ListQuery.
struct PolicyQuery {
  PolicyKind kind = PolicyKind::kAllow;
  std::uint64_t page = 1;
  std::uint32_t per_page = 20;
  PolicyOrder order = PolicyOrder::kCreatedAt;
  Direction direction = Direction::kAscending;
  std::optional<std::string> pattern = std::nullopt;  // the whole of it, byte for byte
  std::optional<PatternType> pattern_type = std::nullopt;
  PolicyFlags with = 0;     // policies that have all of these
  PolicyFlags without = 0;  // and none of these
  std::string search = {};  // case-insensitive substring of pattern or comments; empty: all
};

struct PolicyPage {
  std::vector<Policy> policies;
  std::uint64_t total_count = 0;  // matching the filters, on all pages
};

// An account has at most kMaxPolicies, so every store filters and sorts them in C++: those that
// match are gathered with the first function, and the second cuts out the page.
[[nodiscard]] bool MatchesFilters(const Policy& policy, const PolicyQuery& query,
                                  std::string_view folded_search);
[[nodiscard]] PolicyPage SelectPage(std::vector<Policy> matching, const PolicyQuery& query);

// ---- Writing entries ----------------------------------------------------------------------------

// Creates all or none; ids and times are the caller's. More than one: an import. kConflict: an id
// is taken, or there twice; kNotFound: there is no such account.
struct CreateEntries {
  std::vector<Entry> entries;
};

// Replaces the entry of that id if its modified_at is still `expected_modified_at`; else kConflict
// (changed meanwhile: read again) or kNotFound.
struct ReplaceEntry {
  Entry entry;
  base::Time expected_modified_at;
};

struct DeleteEntry {
  base::Uuid id;
};

// Replaces the policy of that id and kind if its modified_at is still `expected_modified_at`.
struct ReplacePolicy {
  Policy policy;
  base::Time expected_modified_at;
};

// Carried out in this order, all or none: what is deleted makes room for what is created. Errors as
// for entries; an id of another kind is not found. kInvalidArgument with message kTooManyPolicies
// when the account would have more than kMaxPolicies or kMaxPatternPolicies.
struct ChangePolicies {
  PolicyKind kind = PolicyKind::kAllow;  // of all of them
  std::vector<base::Uuid> deletes;
  std::vector<ReplacePolicy> replaces;
  std::vector<Policy> creates;

  [[nodiscard]] std::size_t size() const noexcept {
    return deletes.size() + replaces.size() + creates.size();
  }
};

inline constexpr std::string_view kTooManyPolicies =
    "an account can have 50,000 policies, 1,000 of them regular expressions";

enum class ReplayKind {
  kRetryOfSdk,      // remembered for kRetryWindow; looked up only by a repeated request
  kIdempotencyKey,  // remembered for kIdempotencyWindow; looked up always, another body conflicts
};

inline constexpr std::chrono::minutes kRetryWindow{5};
inline constexpr std::chrono::hours kIdempotencyWindow{24};

// Lets a repeated request get its first answer instead of being done twice. Looked up and stored in
// the same transaction as the write.
struct Replay {
  ReplayKind kind = ReplayKind::kRetryOfSdk;
  base::Sha256 key{};   // of credential, method, path and (Idempotency-Key | body)
  base::Sha256 body{};  // of the body
  std::uint32_t attempt =
      0;  // X-Stainless-Retry-Count. A stored answer is given to a higher attempt than
          // the one it was last given to, so that two equal requests in parallel stay two
  std::string answer;  // opaque to the store: what to give next time
};

struct Write {
  AccountId account;
  std::variant<CreateEntries, ReplaceEntry, DeleteEntry, ChangePolicies> action;
  std::optional<Replay> replay;
  base::Time now;          // stamps the change and the replay
  std::string actor = {};  // who does it, for the audit log; "" is whoever the store acts as
};

struct Committed {
  std::uint64_t sequence = 0;  // of the write's last change in the feed; 0 for a replay
  std::optional<std::string> replayed_answer;  // set: nothing was done, this was the first answer
};

// Called once, from a thread of the store's, after the write is durable or has failed. Must not
// block and must not throw; may commit again. Errors: kConflict, kNotFound, kUnavailable; kTimeout
// when the store went away with the write under way and nobody can say what became of it;
// kInvalidArgument with message kIdempotencyKeyReused for a key with another body, or for an entry
// or policy whose account is not the write's.
using CommitCallback = std::function<void(base::Expected<Committed>)>;

inline constexpr std::string_view kIdempotencyKeyReused =
    "this Idempotency-Key was used with another body";

// ---- Accounts
// ------------------------------------------------------------------------------------

// An account with all that belongs to it besides entries and policies.
struct AccountWithParts {
  std::optional<Account> account;  // unset: there is none
  std::vector<Domain> domains;     // by name
  std::vector<Credential> credentials;
};

// ---- The change feed ----------------------------------------------------------------------------

// Numbers are stored: never renumber. kPolicy: put or deleted.
enum class ChangeKind { kEntryPut, kEntryDeleted, kAccount, kDomain, kCredential, kPolicy };

// One committed change. Sequences rise without order being ever changed afterwards: a reader that
// has seen n has seen everything up to n. They may have gaps.
struct Change {
  std::uint64_t sequence = 0;
  AccountId account;
  ChangeKind kind = ChangeKind::kEntryPut;
  // An entry or a policy is as it was then or after a later change: who applies all changes in
  // order ends with the newest state. Unset: deleted, then or since.
  base::Uuid entry_id;           // of kEntryPut and kEntryDeleted
  std::optional<Entry> entry;    // of kEntryPut
  base::Uuid policy_id;          // of kPolicy
  std::optional<Policy> policy;  // of kPolicy
};

// ---- Taking over an account of another store ----------------------------------------------------

// A piece of an account as another store has it: ids, times, hashes, and who did what.
struct Adoption {
  // Made if there is none; else its name, time and settings become these.
  Account account;

  // Set: all that the account has of them, whatever it had before.
  std::optional<std::vector<Domain>> domains = std::nullopt;
  std::optional<std::vector<Credential>> credentials = std::nullopt;
  std::optional<std::vector<Policy>> policies = std::nullopt;

  // Set: all entries that the account has with an id above `after`, up to `up_to`; of an account
  // without them from the first, to the last.
  struct Range {
    std::optional<base::Uuid> after = std::nullopt;
    std::optional<base::Uuid> up_to = std::nullopt;
    std::vector<Entry> entries = {};
  };
  std::optional<Range> entries = std::nullopt;

  // Appended to the audit log in this order, under numbers of this store.
  std::vector<AuditRecord> audit = {};
};

// ---- The store ----------------------------------------------------------------------------------

// Everything Namesake remembers. One contract suite (storage/*_contract_test) holds for every
// implementation. Safe from several threads. Reads may block on a disk or network; writes of
// entries and policies are asynchronous so that concurrent ones share one commit; administration
// blocks. A store that is away fails every call with kUnavailable and recovers by itself.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;  // waits for accepted writes, then calls their callbacks

  // Entries. A page past the end is empty.
  [[nodiscard]] virtual base::Expected<std::optional<Entry>> GetEntry(const AccountId& account,
                                                                      const base::Uuid& id) = 0;
  [[nodiscard]] virtual base::Expected<EntryPage> ListEntries(const AccountId& account,
                                                              const ListQuery& query) = 0;
  // Every entry of the account in order of id, in one consistent view; returns the feed's sequence
  // of that view: changes after it are not in what was visited. `visit` returning false ends early.
  [[nodiscard]] virtual base::Expected<std::uint64_t> VisitEntries(
      const AccountId& account, const std::function<bool(Entry)>& visit) = 0;

  // Policies, in the same way. VisitPolicies visits all kinds.
  [[nodiscard]] virtual base::Expected<std::optional<Policy>> GetPolicy(const AccountId& account,
                                                                        PolicyKind kind,
                                                                        const base::Uuid& id) = 0;
  [[nodiscard]] virtual base::Expected<PolicyPage> ListPolicies(const AccountId& account,
                                                                const PolicyQuery& query) = 0;
  [[nodiscard]] virtual base::Expected<std::uint64_t> VisitPolicies(
      const AccountId& account, const std::function<bool(Policy)>& visit) = 0;

  virtual void Commit(Write write, CommitCallback done) = 0;
  // Commit, and wait for it.
  [[nodiscard]] base::Expected<Committed> CommitAndWait(Write write);

  // The feed. Changes with a sequence above `after`, at most `limit`, oldest first. kNotFound when
  // `after` is older than the feed is kept, or beyond its end because another database was put in
  // place (either way resynchronise: load anew).
  [[nodiscard]] virtual base::Expected<std::vector<Change>> ReadChanges(std::uint64_t after,
                                                                        std::size_t limit) = 0;
  [[nodiscard]] virtual base::Expected<std::uint64_t> LastSequence() = 0;
  // Blocks until there may be changes after `after`, made by any process, or `timeout` has passed,
  // or Interrupt was called. Changes of this process wake it at once, those of others within a
  // second.
  virtual void WaitForChanges(std::uint64_t after, std::chrono::milliseconds timeout) = 0;
  // Ends all waiting or, when nobody waits, the next.
  virtual void Interrupt() = 0;

  // Accounts, domains, credentials. Adding what exists is kConflict (a domain of the same account:
  // no change), adding to an account that does not exist kNotFound, as is removing or revoking what
  // does not. Lists are in order of creation, then of id, unless it says otherwise.
  [[nodiscard]] virtual base::Status AddAccount(const Account& account) = 0;
  [[nodiscard]] virtual base::Expected<std::vector<Account>> ListAccounts() = 0;
  [[nodiscard]] virtual base::Expected<std::optional<Account>> GetAccount(const AccountId& id) = 0;

  // All or none of the changes.
  [[nodiscard]] virtual base::Status ChangeAccountSettings(
      const AccountId& account, const AccountSettingChanges& changes) = 0;

  [[nodiscard]] virtual base::Status AddDomain(
      const Domain& domain) = 0;  // kConflict: another account has it
  [[nodiscard]] virtual base::Status RemoveDomain(const AccountId& account,
                                                  std::string_view name) = 0;
  [[nodiscard]] virtual base::Expected<std::vector<Domain>>
  ListDomains() = 0;  // of all accounts, by name

  // `actor` does it, for the audit log; "" is whoever the store acts as.
  [[nodiscard]] virtual base::Status AddCredential(const Credential& credential,
                                                   std::string_view actor) = 0;
  [[nodiscard]] base::Status AddCredential(const Credential& credential) {
    return AddCredential(credential, {});
  }
  // What is revoked already stays revoked since then.
  [[nodiscard]] virtual base::Status RevokeCredential(std::string_view id, base::Time now,
                                                      std::string_view actor) = 0;
  [[nodiscard]] base::Status RevokeCredential(std::string_view id, base::Time now) {
    return RevokeCredential(id, now, {});
  }
  [[nodiscard]] virtual base::Expected<std::vector<Credential>>
  ListCredentials() = 0;  // of all accounts

  // One account's part of the lists above. Each may be of another moment.
  [[nodiscard]] virtual base::Expected<AccountWithParts> ReadAccount(const AccountId& account);

  // All or none, durable when it returns. The feed tells what has changed by it; the audit log gets
  // what the adoption says and nothing else. kConflict when another account has a domain, or the id
  // or hash of a credential; kInvalidArgument for rows of another account or outside the range, and
  // from a store of a kind that takes over nothing.
  [[nodiscard]] virtual base::Status Adopt(const Adoption& adoption);

  // Who administers, for the audit log: "cli:root". Before the first use from several threads.
  void ActAs(std::string actor) { acting_ = std::move(actor); }

  // What was changed in the account, by whom. Every change of this interface is there.
  [[nodiscard]] virtual base::Expected<std::vector<AuditRecord>> ListAudit(
      const AccountId& account, const AuditQuery& query) = 0;

  // For limits that hold across processes: adds what this one has counted since it last did and
  // returns, for the same credentials and windows, what all have. What is added may be lost when
  // the store crashes. Empty from a store of one machine, where every process counts for itself.
  [[nodiscard]] virtual base::Expected<std::vector<Usage>> AddUsage(std::span<const Usage> counted);

  // Whether the store answers right now, for /readyz.
  [[nodiscard]] virtual base::Status Ping() = 0;

 protected:
  [[nodiscard]] const std::string& acting() const noexcept { return acting_; }

 private:
  std::string acting_ = "namesake";
};

}  // namespace namesake::registry
