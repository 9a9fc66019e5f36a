// SPDX-License-Identifier: Apache-2.0
#include "storage/entry_copy.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "base/expected.h"
#include "base/uuid.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/row_checksum.h"

namespace namesake::storage {

base::Status EntryCopy::Begin() {
  Piece piece;
  const auto visited = to_.VisitEntries(account_.id, [&](const registry::Entry& entry) {
    piece.last = entry.id;
    piece.checksum.Add(entry);
    if (piece.checksum.rows() == kCopiedAtOnce) there_.push_back(std::exchange(piece, {}));
    read_();
    return true;
  });
  if (!visited) return base::Fail(visited.error());
  if (piece.checksum.rows() > 0) there_.push_back(piece);
  return base::Ok();
}

base::Status EntryCopy::Add(registry::Entry entry) {
  while (next_ < there_.size() && entry.id > there_[next_].last) {
    if (auto closed = Close(there_[next_++]); !closed) return closed;
  }
  // A full piece may still be the one that is there; what comes on top of it is not.
  if (added_.size() == kCopiedAtOnce) {
    differs_ = true;
    if (auto put = Put(added_.back().id); !put) return put;
  }
  added_.push_back(std::move(entry));
  return base::Ok();
}

base::Status EntryCopy::End() {
  while (next_ < there_.size()) {
    if (auto closed = Close(there_[next_++]); !closed) return closed;
  }
  return added_.empty() ? base::Ok() : Put(std::nullopt);
}

base::Status EntryCopy::Close(const Piece& piece) {
  RowChecksum checksum;
  for (const registry::Entry& entry : added_) checksum.Add(entry);
  if (std::exchange(differs_, false) || checksum != piece.checksum) return Put(piece.last);
  added_.clear();
  done_to_ = piece.last;
  return base::Ok();
}

base::Status EntryCopy::Put(const std::optional<base::Uuid>& up_to) {
  registry::Adoption adoption{.account = account_};
  adoption.entries = registry::Adoption::Range{
      .after = done_to_, .up_to = up_to, .entries = std::exchange(added_, {})};
  written_ += adoption.entries->entries.size();
  done_to_ = up_to;
  return to_.Adopt(adoption);
}

}  // namespace namesake::storage
