// SPDX-License-Identifier: Apache-2.0
#include "storage/record_copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "storage/row_checksum.h"

namespace namesake::storage {
namespace {

using record::MessageRecord;
using record::RecordedAction;
using record::RecordedMessage;
using record::RecordStore;
using registry::AccountId;

constexpr std::uint32_t kPage = 500;

// Of messages that wait to be written together, with their octets.
constexpr std::size_t kMaxWaiting = 500;
constexpr std::size_t kMaxWaitingOctets = std::size_t{16} << 20U;

// Each record comes before those with a smaller place.
auto PlaceOf(const MessageRecord& record) { return std::tie(record.scanned_at, record.id); }

// The records of an account, newest first.
class Cursor {
 public:
  Cursor(RecordStore& store, const AccountId& account) : store_(store), account_(account) {
    query_.start = base::Time::min();
    query_.end = base::Time::max();
    query_.flagged_only = false;
    query_.limit = kPage;
  }

  // nullptr: there is none.
  [[nodiscard]] base::Expected<const MessageRecord*> Current() {
    if (next_ == page_.records.size()) {
      if (at_end_) return nullptr;
      auto page = store_.Search(account_, query_);
      if (!page) return base::Fail(std::move(page.error()));
      page_ = std::move(*page);
      next_ = 0;
      at_end_ = !page_.more;
      if (page_.records.empty()) return nullptr;
      query_.after = {page_.records.back().scanned_at, page_.records.back().id};
    }
    return &page_.records[next_];
  }
  void Advance() { ++next_; }

  // The record at that place, past all that come before; nullptr when there is none there.
  [[nodiscard]] base::Expected<const MessageRecord*> Seek(const MessageRecord& place) {
    for (;;) {
      const auto current = Current();
      if (!current || *current == nullptr) return current;
      if (PlaceOf(**current) == PlaceOf(place)) return current;
      if (PlaceOf(**current) < PlaceOf(place)) return nullptr;
      Advance();
    }
  }

 private:
  RecordStore& store_;
  const AccountId account_;
  record::RecordQuery query_;
  record::RecordPage page_;
  std::size_t next_ = 0;
  bool at_end_ = false;
};

// A record with what hangs on it.
struct Whole {
  RecordedMessage message;
  std::vector<RecordedAction> actions;
};

base::Expected<Whole> ReadWhole(RecordStore& store, const MessageRecord& record) {
  Whole whole{.message = {.record = record}, .actions = {}};
  if (record.size > 0) {
    auto raw = store.Raw(record.account, record.id);
    if (!raw) return base::Fail(std::move(raw.error()));
    whole.message.raw = std::move(*raw);
  }
  auto actions = store.Actions(record.account, record.id);
  if (!actions) return base::Fail(std::move(actions.error()));
  whole.actions = std::move(*actions);
  return whole;
}

void Add(const Whole& whole, RowChecksum& checksum) {
  checksum.Add(whole.message);
  for (const RecordedAction& action : whole.actions) checksum.Add(action);
}

class Writing {
 public:
  explicit Writing(RecordStore& to) : to_(to) {}

  [[nodiscard]] base::Status Add(Whole whole) {
    octets_ += whole.message.raw ? whole.message.raw->size() : 0;
    messages_.push_back(std::move(whole.message));
    actions_.push_back(std::move(whole.actions));
    if (messages_.size() < kMaxWaiting && octets_ < kMaxWaitingOctets) return base::Ok();
    return Flush();
  }

  [[nodiscard]] base::Status Flush() {
    if (messages_.empty()) return base::Ok();
    if (auto done = to_.Append(messages_); !done) return done;
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      if (auto done = AddActions(messages_[i].record, actions_[i], 0); !done) return done;
    }
    written_ += messages_.size();
    messages_.clear();
    actions_.clear();
    octets_ = 0;
    return base::Ok();
  }

  // What has happened to a record since it was copied.
  [[nodiscard]] base::Status CatchUp(const MessageRecord& there, const Whole& whole) {
    const MessageRecord& record = whole.message.record;
    const auto known = to_.Actions(record.account, record.id);
    if (!known) return base::Fail(known.error());
    const bool follows = known->size() <= whole.actions.size() &&
                         std::equal(known->begin(), known->end(), whole.actions.begin());
    if (!follows) return Conflict(record);
    std::size_t first = known->size();
    if (there.hold != record.hold) {
      if (first == whole.actions.size()) return Conflict(record);
      const auto changed = to_.ChangeHold(record.account, record.id, there.hold, record.hold,
                                          whole.actions[first++]);
      if (!changed) return base::Fail(changed.error());
      if (!*changed) return Conflict(record);
    }
    written_ += whole.actions.size() - known->size();
    return AddActions(record, whole.actions, first);
  }

  [[nodiscard]] std::uint64_t written() const noexcept { return written_; }

 private:
  [[nodiscard]] base::Status AddActions(const MessageRecord& record,
                                        const std::vector<RecordedAction>& actions,
                                        std::size_t first) {
    for (std::size_t i = first; i < actions.size(); ++i) {
      auto added = to_.AddAction(record.account, record.id, actions[i]);
      if (!added) return added;
    }
    return base::Ok();
  }
  static base::Status Conflict(const MessageRecord& record) {
    return base::Fail(base::ErrorCode::kConflict,
                      fmt::format("message {} of account {}: something else was done with it in "
                                  "the store that is copied to",
                                  record.id, registry::FormatAccountId(record.account)));
  }

  RecordStore& to_;
  std::vector<RecordedMessage> messages_;
  std::vector<std::vector<RecordedAction>> actions_;  // of these
  std::size_t octets_ = 0;
  std::uint64_t written_ = 0;
};

}  // namespace

base::Expected<CopiedRecords> CopyRecords(RecordStore& from, RecordStore& to,
                                          const AccountId& account,
                                          const std::function<void()>& read) {
  CopiedRecords copied;
  Cursor origin(from, account);
  Cursor target(to, account);
  Writing writing(to);
  for (;; origin.Advance()) {
    const auto record = origin.Current();
    if (!record) return base::Fail(record.error());
    if (*record == nullptr) break;
    auto whole = ReadWhole(from, **record);
    if (!whole) return base::Fail(std::move(whole.error()));
    Add(*whole, copied.checksum);
    ++copied.records;
    const auto there = target.Seek(**record);
    if (!there) return base::Fail(there.error());
    auto done =
        *there == nullptr ? writing.Add(std::move(*whole)) : writing.CatchUp(**there, *whole);
    if (!done) return base::Fail(done.error());
    read();
  }
  if (auto done = writing.Flush(); !done) return base::Fail(done.error());
  copied.written = writing.written();
  return copied;
}

base::Expected<RowChecksum> ChecksumOfCopied(RecordStore& from, RecordStore& to,
                                             const AccountId& account,
                                             const std::function<void()>& read) {
  RowChecksum checksum;
  Cursor origin(from, account);
  Cursor target(to, account);
  for (;; origin.Advance()) {
    const auto record = origin.Current();
    if (!record) return base::Fail(record.error());
    if (*record == nullptr) return checksum;
    const auto there = target.Seek(**record);
    if (!there) return base::Fail(there.error());
    if (*there == nullptr) continue;
    MessageRecord compared = **there;
    // Octets that have gone from one store may stay in the other until it is swept.
    if ((*record)->size == 0) compared.size = 0;
    const auto whole = ReadWhole(to, compared);
    if (!whole) return base::Fail(whole.error());
    Add(*whole, checksum);
    read();
  }
}

}  // namespace namesake::storage
