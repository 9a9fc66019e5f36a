// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/row_checksum.h"

namespace namesake::storage {

// Entries that are written at once, and of which one checksum is kept: some 2 MB usually.
inline constexpr std::size_t kCopiedAtOnce = 1000;

// Makes the entries of one account in a store those that it is given, in order of id. What is there
// already is read once, before; of each thousand the last id and a checksum are kept in memory.
class EntryCopy {
 public:
  using RowRead = std::function<void()>;

  // `account` must be there. `read` is called for each entry that is read.
  EntryCopy(registry::Store& to, registry::Account account, const RowRead& read)
      : to_(to), account_(std::move(account)), read_(read) {}

  // Reads what is there.
  [[nodiscard]] base::Status Begin();
  [[nodiscard]] base::Status Add(registry::Entry entry);
  [[nodiscard]] base::Status End();

  [[nodiscard]] std::uint64_t written() const noexcept { return written_; }

 private:
  // A piece of the store: the entries up to `last`, from behind the piece before.
  struct Piece {
    base::Uuid last;
    RowChecksum checksum;
  };

  // What was added since the last piece makes the one that ends at `piece`, or replaces it.
  [[nodiscard]] base::Status Close(const Piece& piece);
  [[nodiscard]] base::Status Put(const std::optional<base::Uuid>& up_to);

  registry::Store& to_;
  const registry::Account account_;
  const RowRead& read_;
  std::vector<Piece> there_;
  std::size_t next_ = 0;               // of these
  std::optional<base::Uuid> done_to_;  // everything up to here is as it is to be
  std::vector<registry::Entry> added_;
  bool differs_ = false;  // a part of this piece was put already
  std::uint64_t written_ = 0;
};

}  // namespace namesake::storage
