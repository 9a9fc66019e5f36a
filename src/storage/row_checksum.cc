// SPDX-License-Identifier: Apache-2.0
#include "storage/row_checksum.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "record/message_record.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"

namespace namesake::storage {
namespace {

// A row's columns one after the other, so that two different rows never have the same octets: each
// text with its length before it, each optional with whether it is there.
class Octets {
 public:
  template <typename... Columns>
  explicit Octets(const Columns&... columns) {
    (Add(columns), ...);
  }
  [[nodiscard]] const std::string& str() const noexcept { return octets_; }

 private:
  template <typename Integer>
    requires std::is_integral_v<Integer> || std::is_enum_v<Integer>
  void Add(Integer value) {
    auto left = static_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, left >>= 8U) octets_.push_back(static_cast<char>(left));
  }
  void Add(const std::string& text) {
    Add(text.size());
    octets_ += text;
  }
  void Add(base::Time time) { Add(time.time_since_epoch().count()); }
  template <std::size_t kSize>
  void Add(const std::array<std::uint8_t, kSize>& octets) {
    octets_.append(reinterpret_cast<const char*>(octets.data()), kSize);
  }
  template <typename T>
  void Add(const std::optional<T>& value) {
    Add(value.has_value());
    if (value) Add(*value);
  }
  void Add(const std::vector<std::string>& list) {
    Add(list.size());
    for (const std::string& item : list) Add(item);
  }
  void Add(const registry::AccountSettings& settings) {
    Add(settings.size());
    for (const auto& [name, value] : settings) {
      Add(name);
      Add(value);
    }
  }

  std::string octets_;
};

}  // namespace

void RowChecksum::AddOctets(std::string_view octets) {
  std::string all(reinterpret_cast<const char*>(value_.data()), value_.size());
  all += octets;
  value_ = base::HashSha256(all);
  ++rows_;
}

void RowChecksum::Add(const registry::Account& account) {
  AddOctets(Octets(account.id.bytes, account.name, account.created_at, account.settings).str());
}

void RowChecksum::Add(const registry::Domain& domain) {
  AddOctets(Octets(domain.account.bytes, domain.name, domain.created_at).str());
}

void RowChecksum::Add(const registry::Credential& credential) {
  AddOctets(Octets(credential.account.bytes, credential.id, credential.kind, credential.name,
                   credential.email, credential.permission, credential.hash, credential.created_at,
                   credential.expires_at, credential.revoked_at)
                .str());
}

void RowChecksum::Add(const registry::Entry& entry) {
  AddOctets(Octets(entry.account.bytes, entry.id.bytes, entry.name, entry.email,
                   entry.is_email_regex, entry.comments, entry.directory_id,
                   entry.directory_node_id, entry.external_directory_node_id, entry.provenance,
                   entry.directory_synced, entry.created_at, entry.modified_at)
                .str());
}

void RowChecksum::Add(const registry::Policy& policy) {
  AddOctets(Octets(policy.account.bytes, policy.id.bytes, policy.kind(), policy.pattern_type(),
                   registry::FlagsOf(policy), policy.pattern, policy.is_regex, policy.comments,
                   policy.created_at, policy.modified_at)
                .str());
}

void RowChecksum::Add(const registry::AuditRecord& record) {
  AddOctets(Octets(record.account.bytes, record.at, record.actor, record.action, record.subject,
                   record.before, record.after)
                .str());
}

void RowChecksum::Add(const record::RecordedMessage& message) {
  const record::MessageRecord& record = message.record;
  AddOctets(Octets(record.account.bytes, record.id, record.queue_id, record.scanned_at,
                   record.envelope_from, record.recipients, record.client_ip, record.from,
                   record.from_name, record.to, record.to_names, record.cc, record.reply_to,
                   record.subject, record.message_id, record.date, record.sent_at,
                   record.originating_ip, record.spf, record.dkim, record.dmarc, record.disposition,
                   record.flagged, record.reasons, record.findings, record.policy,
                   record.policy_pattern, record.treatment, record.hold, record.size, message.raw)
                .str());
}

void RowChecksum::Add(const record::RecordedAction& action) {
  AddOctets(Octets(action.operation, action.started_at, action.completed_at, action.success,
                   action.status, action.requested_by, action.destination,
                   action.requested_disposition)
                .str());
}

void RowChecksum::Add(const RowChecksum& other) {
  AddOctets(Octets(other.rows_, other.value_).str());
}

}  // namespace namesake::storage
