// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "record/message_record.h"
#include "record/node_book.h"
#include "record/record_feed.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::record {

// Records that are gone with the process: for tests and trials. Every search looks at all of them.
class MemoryRecordStore : public RecordStore {
 public:
  base::Status Append(std::span<const RecordedMessage> messages) override;
  base::Expected<std::optional<MessageRecord>> Find(const registry::AccountId& account,
                                                    std::string_view id) override;
  base::Expected<RecordPage> Search(const registry::AccountId& account,
                                    const RecordQuery& query) override;
  base::Expected<std::optional<std::string>> Raw(const registry::AccountId& account,
                                                 std::string_view id) override;
  base::Expected<bool> ChangeHold(const registry::AccountId& account, std::string_view id,
                                  Hold from, Hold to, const RecordedAction& note) override;
  base::Status AddAction(const registry::AccountId& account, std::string_view id,
                         const RecordedAction& action) override;
  base::Expected<std::vector<RecordedAction>> Actions(const registry::AccountId& account,
                                                      std::string_view id) override;
  base::Expected<std::uint64_t> Sweep(const registry::AccountId& account,
                                      const Retention& retention, base::Time now) override;
  base::Expected<std::vector<NumberedRecord>> ReadFlaggedAfter(std::uint64_t after,
                                                               std::size_t limit) override;
  base::Expected<std::uint64_t> LastNumber() override;
  base::Status SavePositions(std::span<const FollowerPosition> positions) override;
  base::Expected<std::optional<FollowerPosition>> LoadPosition(std::string_view name) override;
  base::Status ForgetPosition(std::string_view name) override;
  base::Expected<bool> TakeLease(std::string_view name, std::string_view holder, base::Time now,
                                 base::Time until) override;
  base::Status EndLease(std::string_view name, std::string_view holder) override;
  base::Status ReportNode(const NodeReport& report) override;
  base::Status ForgetNode(const base::Uuid& id) override;
  base::Expected<std::vector<NodeReport>> ListNodes() override;

 private:
  struct Kept {
    RecordedMessage message;
    std::vector<RecordedAction> actions;
    std::uint64_t number = 0;
  };
  struct Lease {
    std::string holder;
    base::Time until;
  };
  using Key = std::pair<registry::AccountId, std::string>;

  Kept* FindKept(const registry::AccountId& account, std::string_view id);  // under mutex_

  std::mutex mutex_;
  std::map<Key, Kept> messages_;  // under mutex_, like what follows
  std::uint64_t last_number_ = 0;
  std::map<std::string, FollowerPosition, std::less<>> positions_;
  std::map<std::string, Lease, std::less<>> leases_;
  std::vector<NodeReport> nodes_;
};

}  // namespace namesake::record
