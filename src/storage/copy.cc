// SPDX-License-Identifier: Apache-2.0
#include "storage/copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/entry_copy.h"
#include "storage/record_copy.h"
#include "storage/row_checksum.h"

namespace namesake::storage {
namespace {

using registry::Account;
using registry::AccountId;
using registry::Adoption;
using registry::AuditQuery;
using registry::AuditRecord;
using registry::Credential;
using registry::Domain;
using registry::Policy;
using registry::Store;

constexpr std::uint32_t kAuditPage = 1000;

// What every account has of small things, in an order of their own.
class Directory {
 public:
  [[nodiscard]] static base::Expected<Directory> Of(Store& store) {
    auto domains = store.ListDomains();
    if (!domains) return base::Fail(std::move(domains.error()));
    auto credentials = store.ListCredentials();
    if (!credentials) return base::Fail(std::move(credentials.error()));
    Directory directory;
    std::ranges::sort(*domains, {}, &Domain::name);
    for (Domain& domain : *domains) {
      directory.domains_[domain.account].push_back(std::move(domain));
    }
    std::ranges::sort(*credentials, {}, &Credential::id);
    for (Credential& credential : *credentials) {
      directory.credentials_[credential.account].push_back(std::move(credential));
    }
    return directory;
  }

  [[nodiscard]] std::vector<Domain> DomainsOf(const AccountId& account) const {
    const auto found = domains_.find(account);
    return found == domains_.end() ? std::vector<Domain>() : found->second;
  }
  [[nodiscard]] std::vector<Credential> CredentialsOf(const AccountId& account) const {
    const auto found = credentials_.find(account);
    return found == credentials_.end() ? std::vector<Credential>() : found->second;
  }

 private:
  std::map<AccountId, std::vector<Domain>> domains_;
  std::map<AccountId, std::vector<Credential>> credentials_;
};

// Of everything that an account has.
struct Checksums {
  RowChecksum account;
  RowChecksum entries;
  RowChecksum policies;
  RowChecksum domains;
  RowChecksum credentials;
  RowChecksum audit;
  RowChecksum records;

  [[nodiscard]] RowChecksum All() const {
    RowChecksum all;
    for (const auto* part :
         {&account, &entries, &policies, &domains, &credentials, &audit, &records}) {
      all.Add(*part);
    }
    return all;
  }
};

template <typename Row>
RowChecksum ChecksumOf(const std::vector<Row>& rows) {
  RowChecksum checksum;
  for (const Row& row : rows) checksum.Add(row);
  return checksum;
}

base::Expected<std::vector<Policy>> PoliciesOf(Store& store, const AccountId& account) {
  std::vector<Policy> policies;
  const auto visited = store.VisitPolicies(account, [&](Policy policy) {
    policies.push_back(std::move(policy));
    return true;
  });
  if (!visited) return base::Fail(visited.error());
  return policies;
}

bool AreTheSame(AuditRecord a, const AuditRecord& b) {
  a.number = b.number;
  return a == b;
}

base::Error DoneElsewhere(const AuditRecord& record) {
  return {.code = base::ErrorCode::kConflict,
          .message = fmt::format(
              "account {}: {} by {} at {} was done in the store that is copied to, the other knows "
              "nothing of it",
              registry::FormatAccountId(record.account), record.action, record.actor,
              base::FormatRfc3339(record.at))};
}

// An audit log from its beginning, a page at a time.
class AuditPages {
 public:
  AuditPages(Store& store, const AccountId& account) : store_(store), account_(account) {}

  [[nodiscard]] base::Expected<std::vector<AuditRecord>> Next(std::uint32_t records = kAuditPage) {
    query_.oldest_first = true;
    query_.per_page = records;
    auto page = store_.ListAudit(account_, query_);
    if (page && !page->empty()) query_.after_number = page->back().number;
    return page;
  }

 private:
  Store& store_;
  const AccountId account_;
  AuditQuery query_;
};

// One account, from one store to the other.
class AccountCopy {
 public:
  AccountCopy(const StoreHalves& from, const StoreHalves& to, Account account,
              const std::function<void()>& read)
      : from_(from),
        to_(to),
        account_(std::move(account)),
        read_(read),
        audit_(from.registry, account_.id) {}

  [[nodiscard]] base::Status Run(const Directory& directory) {
    sums_.account.Add(account_);
    if (auto done = CompareAudit(); !done) return done;
    if (auto done = to_.registry.Adopt({.account = account_}); !done) return done;
    if (auto done = CopyEntries(); !done) return done;
    if (auto done = CopyPolicies(); !done) return done;
    if (auto done = CopyDirectory(directory); !done) return done;
    if (auto done = CopyAudit(); !done) return done;
    auto records = CopyRecords(from_.records, to_.records, account_.id, read_);
    if (!records) return base::Fail(std::move(records.error()));
    sums_.records = records->checksum;
    records_ = records->records;
    written_ += records->written;
    return base::Ok();
  }

  // What is in `to` now, read again.
  [[nodiscard]] base::Expected<CopiedAccount> Verify(const Directory& directory);

 private:
  // The log of `to` must be the beginning of that of `from`.
  [[nodiscard]] base::Status CompareAudit();
  [[nodiscard]] base::Status CopyEntries();
  [[nodiscard]] base::Status CopyPolicies();
  [[nodiscard]] base::Status CopyDirectory(const Directory& directory);
  [[nodiscard]] base::Status CopyAudit();
  [[nodiscard]] base::Expected<Checksums> ReadBack(const Directory& directory);

  const StoreHalves& from_;
  const StoreHalves& to_;
  const Account account_;
  const std::function<void()>& read_;
  AuditPages audit_;
  Checksums sums_;
  std::uint64_t records_ = 0;
  std::uint64_t written_ = 0;
};

base::Status AccountCopy::CompareAudit() {
  AuditPages theirs(to_.registry, account_.id);
  for (;;) {
    const auto there = theirs.Next();
    if (!there) return base::Fail(there.error());
    if (there->empty()) return base::Ok();
    const auto here = audit_.Next(static_cast<std::uint32_t>(there->size()));
    if (!here) return base::Fail(here.error());
    for (std::size_t i = 0; i < there->size(); ++i) {
      if (i >= here->size() || !AreTheSame(here->at(i), there->at(i))) {
        return base::Fail(DoneElsewhere(there->at(i)));
      }
      sums_.audit.Add(here->at(i));
      read_();
    }
  }
}

base::Status AccountCopy::CopyEntries() {
  EntryCopy copy(to_.registry, account_, read_);
  if (auto begun = copy.Begin(); !begun) return begun;
  base::Status status = base::Ok();
  const auto visited = from_.registry.VisitEntries(account_.id, [&](registry::Entry entry) {
    sums_.entries.Add(entry);
    status = copy.Add(std::move(entry));
    read_();
    return status.has_value();
  });
  if (!visited) return base::Fail(visited.error());
  if (!status) return status;
  status = copy.End();
  written_ += copy.written();
  return status;
}

base::Status AccountCopy::CopyPolicies() {
  auto policies = PoliciesOf(from_.registry, account_.id);
  if (!policies) return base::Fail(std::move(policies.error()));
  sums_.policies = ChecksumOf(*policies);
  const auto there = PoliciesOf(to_.registry, account_.id);
  if (!there) return base::Fail(there.error());
  if (ChecksumOf(*there) == sums_.policies) return base::Ok();
  written_ += policies->size();
  return to_.registry.Adopt({.account = account_, .policies = std::move(*policies)});
}

base::Status AccountCopy::CopyDirectory(const Directory& directory) {
  Adoption adoption{.account = account_,
                    .domains = directory.DomainsOf(account_.id),
                    .credentials = directory.CredentialsOf(account_.id)};
  sums_.domains = ChecksumOf(*adoption.domains);
  sums_.credentials = ChecksumOf(*adoption.credentials);
  return to_.registry.Adopt(adoption);
}

base::Status AccountCopy::CopyAudit() {
  for (;;) {
    auto page = audit_.Next();
    if (!page) return base::Fail(std::move(page.error()));
    if (page->empty()) return base::Ok();
    for (const AuditRecord& record : *page) {
      sums_.audit.Add(record);
      read_();
    }
    written_ += page->size();
    const Adoption adoption{.account = account_, .audit = std::move(*page)};
    if (auto done = to_.registry.Adopt(adoption); !done) return done;
  }
}

base::Expected<Checksums> AccountCopy::ReadBack(const Directory& directory) {
  Checksums sums;
  const auto account = to_.registry.GetAccount(account_.id);
  if (!account) return base::Fail(account.error());
  if (*account) sums.account.Add(**account);
  const auto visited = to_.registry.VisitEntries(account_.id, [&](const registry::Entry& entry) {
    sums.entries.Add(entry);
    read_();
    return true;
  });
  if (!visited) return base::Fail(visited.error());
  const auto policies = PoliciesOf(to_.registry, account_.id);
  if (!policies) return base::Fail(policies.error());
  sums.policies = ChecksumOf(*policies);
  sums.domains = ChecksumOf(directory.DomainsOf(account_.id));
  sums.credentials = ChecksumOf(directory.CredentialsOf(account_.id));
  AuditPages audit(to_.registry, account_.id);
  for (;;) {
    const auto page = audit.Next();
    if (!page) return base::Fail(page.error());
    if (page->empty()) break;
    for (const AuditRecord& record : *page) sums.audit.Add(record);
  }
  const auto records = ChecksumOfCopied(from_.records, to_.records, account_.id, read_);
  if (!records) return base::Fail(records.error());
  sums.records = *records;
  return sums;
}

base::Expected<CopiedAccount> AccountCopy::Verify(const Directory& directory) {
  const auto there = ReadBack(directory);
  if (!there) return base::Fail(there.error());
  if (there->All() != sums_.All()) {
    return base::Fail(
        base::ErrorCode::kInternal,
        fmt::format("account {}: the copy differs from what was read; where a program "
                    "writes to either store, stop it and copy again",
                    registry::FormatAccountId(account_.id)));
  }
  return CopiedAccount{.account = account_.id,
                       .entries = sums_.entries.rows(),
                       .policies = sums_.policies.rows(),
                       .domains = sums_.domains.rows(),
                       .credentials = sums_.credentials.rows(),
                       .audit = sums_.audit.rows(),
                       .records = records_,
                       .checksum = sums_.All().hex(),
                       .written = written_};
}

}  // namespace

base::Expected<std::vector<CopiedAccount>> CopyStore(const StoreHalves& from, const StoreHalves& to,
                                                     const RowsRead& progress) {
  std::uint64_t rows = 0;
  const std::function<void()> read = [&] { progress(++rows); };
  const auto accounts = from.registry.ListAccounts();
  if (!accounts) return base::Fail(accounts.error());
  const auto directory = Directory::Of(from.registry);
  if (!directory) return base::Fail(directory.error());
  std::vector<AccountCopy> copies;
  copies.reserve(accounts->size());
  for (const Account& account : *accounts) {
    AccountCopy& copy = copies.emplace_back(from, to, account, read);
    if (auto done = copy.Run(*directory); !done) return base::Fail(done.error());
  }
  const auto copied_directory = Directory::Of(to.registry);
  if (!copied_directory) return base::Fail(copied_directory.error());
  std::vector<CopiedAccount> copied;
  for (AccountCopy& copy : copies) {
    auto verified = copy.Verify(*copied_directory);
    if (!verified) return base::Fail(std::move(verified.error()));
    copied.push_back(std::move(*verified));
  }
  return copied;
}

}  // namespace namesake::storage
