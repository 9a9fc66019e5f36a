// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::record {

// Records that are gone with the process: for tests and trials. Every search looks at all of them.
class MemoryRecordStore final : public RecordStore {
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

 private:
  struct Kept {
    RecordedMessage message;
    std::vector<RecordedAction> actions;
  };
  using Key = std::pair<registry::AccountId, std::string>;

  Kept* FindKept(const registry::AccountId& account, std::string_view id);  // under mutex_

  std::mutex mutex_;
  std::map<Key, Kept> messages_;  // under mutex_
};

}  // namespace namesake::record
