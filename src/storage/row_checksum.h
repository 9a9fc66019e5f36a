// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "record/message_record.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"

namespace namesake::storage {

// A checksum of rows in their order, the same whatever kind of store they come from: SHA-256 of the
// one before and the row's octets. What a store numbers by itself is not in it.
class RowChecksum {
 public:
  void Add(const registry::Account& account);
  void Add(const registry::Domain& domain);
  void Add(const registry::Credential& credential);
  void Add(const registry::Entry& entry);
  void Add(const registry::Policy& policy);
  void Add(const registry::AuditRecord& record);
  void Add(const record::RecordedMessage& message);
  void Add(const record::RecordedAction& action);
  void Add(const RowChecksum& other);  // and the number of its rows

  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::string hex() const { return base::ToHex(value_); }

  friend bool operator==(const RowChecksum&, const RowChecksum&) = default;

 private:
  void AddOctets(std::string_view octets);

  base::Sha256 value_{};
  std::uint64_t rows_ = 0;
};

}  // namespace namesake::storage
