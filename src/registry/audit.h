// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"

namespace namesake::registry {

// One change of what an account has, as it was made: who, when, what before and what after. Written
// in the transaction of the change itself.
struct AuditRecord {
  std::uint64_t number = 0;  // rises; unique within the account
  AccountId account;
  base::Time at = {};
  std::string actor;    // a credential's id, with its name; "cli:root"
  std::string action;   // "entry.create", "policy.edit", "domain.add", "account.set" …
  std::string subject;  // the id or name of what was changed
  std::string before;   // JSON, "" where there was nothing
  std::string after;    // JSON, "" where there is nothing any more

  friend bool operator==(const AuditRecord&, const AuditRecord&) = default;
};

struct AuditQuery {
  std::optional<base::Time> since = {};   // at or after
  std::optional<base::Time> before = {};  // and before
  std::string action = {};                // "" for any
  std::uint64_t after_number = 0;         // those with a greater one: goes on behind a page
  bool oldest_first = false;
  std::uint64_t page = 1;        // from 1
  std::uint32_t per_page = 100;  // 1..1000
};

// True for a record that fits the conditions of the query.
[[nodiscard]] bool MatchesQuery(const AuditRecord& record, const AuditQuery& query);

// More entries than this in one write are told as one import, not one by one: they are in the
// registry, each with its time.
inline constexpr std::size_t kMaxAuditedAtOnce = 1000;

// What changed, as JSON. Never a secret: of a credential what lists show of it.
[[nodiscard]] std::string AuditText(const Entry& entry);
[[nodiscard]] std::string AuditText(const Policy& policy);
[[nodiscard]] std::string AuditText(const Credential& credential);
[[nodiscard]] std::string AuditText(const AccountSettings& settings);
[[nodiscard]] std::string AuditTextOfImport(std::size_t entries);

// The kind's word: "allow_policy".
[[nodiscard]] std::string_view AuditNoun(PolicyKind kind) noexcept;

}  // namespace namesake::registry
