// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The answers that repeated requests get again. Functions throw Failure.
class ReplayLog {
 public:
  explicit ReplayLog(const Connection& connection);

  void Begin();

  // The first answer, when this request repeats one: an Idempotency-Key always does, and is
  // kInvalidArgument with another body; an SDK's retry takes an answer that was last given to a
  // lower attempt. Of several it takes the one that was given to the highest, its own most likely.
  [[nodiscard]] base::Expected<std::optional<std::string>> Find(const registry::AccountId& account,
                                                                const registry::Replay& replay,
                                                                base::Time now);

  // `sequence` of the write's last change tells equal requests apart.
  void Remember(const registry::AccountId& account, const registry::Replay& replay,
                std::uint64_t sequence, base::Time now);

  // Drops what has expired, a little more at a time than is remembered.
  void Purge();

 private:
  [[nodiscard]] base::Expected<std::optional<std::string>> FindKey(
      const registry::AccountId& account, const registry::Replay& replay, base::Time now);
  [[nodiscard]] std::optional<std::string> FindRetry(const registry::AccountId& account,
                                                     const registry::Replay& replay,
                                                     base::Time now);

  Statement find_key_;
  Statement find_retry_;
  Statement give_;
  Statement remember_;
  Statement purge_;
  std::int64_t remembered_ = 0;  // since Begin
  base::Time now_;               // the latest of all writes
};

}  // namespace namesake::storage::sqlite
