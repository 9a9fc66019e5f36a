// SPDX-License-Identifier: Apache-2.0
#include "record/memory_record_store.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "record/message_record.h"
#include "record/node_book.h"
#include "record/record_feed.h"
#include "record/record_store.h"
#include "record/search_text.h"
#include "registry/account.h"
#include "text/fold.h"

namespace namesake::record {
namespace {

using registry::AccountId;

bool HasAll(std::string_view text, const std::vector<std::string>& terms) {
  return std::ranges::all_of(terms, [&](const std::string& term) {
    return text.find(text::FoldCase(term)) != std::string_view::npos;
  });
}

bool HasItem(std::string_view list, std::string_view address_or_domain) {
  return list.find(ListItem(address_or_domain)) != std::string_view::npos;
}

bool HasDisposition(const MessageRecord& record, std::string_view wanted) {
  return record.disposition == wanted ||
         (wanted == "MALICIOUS" && record.disposition == "MALICIOUS-BEC");
}

bool Matches(const MessageRecord& record, const RecordQuery& query) {
  if (record.scanned_at < query.start || record.scanned_at >= query.end) return false;
  if (query.flagged_only && !record.flagged) return false;
  if (!query.disposition.empty() && !HasDisposition(record, query.disposition)) return false;
  if (!query.id.empty() && record.id != query.id) return false;
  if (!query.message_id.empty() && record.message_id != query.message_id) return false;
  if (!query.client_ip.empty() && record.client_ip != query.client_ip) return false;
  if (query.quarantined && IsQuarantined(record) != *query.quarantined) return false;
  if (query.treatment && record.treatment != *query.treatment) return false;
  if (query.hold && record.hold != *query.hold) return false;
  if (!HasAll(text::FoldCase(record.subject), query.subject)) return false;
  if (!query.terms.empty() && !HasAll(SearchTextOf(record), query.terms)) return false;
  if (!query.entry_id.empty() &&
      record.findings.find(EntryItem(query.entry_id)) == std::string::npos) {
    return false;
  }
  if (!query.reason.empty() &&
      JoinList(record.reasons).find(ReasonItem(query.reason)) == std::string::npos) {
    return false;
  }
  const std::string senders = SendersOf(record);
  const std::string recipients = RecipientsOf(record);
  if (!query.sender.empty() && !HasItem(senders, query.sender)) return false;
  if (!query.recipient.empty() && !HasItem(recipients, query.recipient)) return false;
  return query.domain.empty() || HasItem(senders, query.domain) ||
         HasItem(recipients, query.domain);
}

auto PlaceOf(const MessageRecord& record) { return std::tie(record.scanned_at, record.id); }

bool IsHeld(const MessageRecord& record) noexcept {
  return record.hold == Hold::kHeld || record.hold == Hold::kReleasing;
}

tl::unexpected<base::Error> NoRecord(std::string_view id) {
  return base::Fail(base::ErrorCode::kNotFound, "no message " + std::string(id));
}

}  // namespace

MemoryRecordStore::Kept* MemoryRecordStore::FindKept(const AccountId& account,
                                                     std::string_view id) {
  const auto found = messages_.find(Key(account, id));
  return found == messages_.end() ? nullptr : &found->second;
}

base::Status MemoryRecordStore::Append(std::span<const RecordedMessage> messages) {
  const std::lock_guard lock(mutex_);
  for (const RecordedMessage& message : messages) {
    const Key key(message.record.account, message.record.id);
    if (messages_.try_emplace(key, Kept{message, {}, last_number_ + 1}).second) ++last_number_;
  }
  return base::Ok();
}

base::Expected<std::optional<MessageRecord>> MemoryRecordStore::Find(const AccountId& account,
                                                                     std::string_view id) {
  const std::lock_guard lock(mutex_);
  if (const Kept* const kept = FindKept(account, id)) return kept->message.record;
  std::optional<MessageRecord> newest;
  for (const auto& [key, kept] : messages_) {
    const MessageRecord& record = kept.message.record;
    if (record.account != account || record.queue_id != id) continue;
    if (!newest || PlaceOf(*newest) < PlaceOf(record)) newest = record;
  }
  return newest;
}

base::Expected<RecordPage> MemoryRecordStore::Search(const AccountId& account,
                                                     const RecordQuery& query) {
  std::vector<MessageRecord> matching;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, kept] : messages_) {
      const MessageRecord& record = kept.message.record;
      if (record.account == account && Matches(record, query)) matching.push_back(record);
    }
  }
  std::ranges::sort(matching, [](const auto& a, const auto& b) { return PlaceOf(b) < PlaceOf(a); });
  RecordPage page;
  if (query.count) page.total_count = matching.size();
  if (query.after) {
    const auto place = std::tie(query.after->scanned_at, query.after->id);
    std::erase_if(matching, [&](const MessageRecord& record) { return PlaceOf(record) >= place; });
  }
  const std::size_t skip = std::min<std::uint64_t>(query.skip, matching.size());
  const std::size_t count = std::min<std::size_t>(query.limit, matching.size() - skip);
  page.more = skip + count < matching.size();
  const auto begin = matching.begin() + static_cast<std::ptrdiff_t>(skip);
  page.records.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  return page;
}

base::Expected<std::optional<std::string>> MemoryRecordStore::Raw(const AccountId& account,
                                                                  std::string_view id) {
  const std::lock_guard lock(mutex_);
  const Kept* const kept = FindKept(account, id);
  return kept == nullptr ? std::nullopt : kept->message.raw;
}

base::Expected<bool> MemoryRecordStore::ChangeHold(const AccountId& account, std::string_view id,
                                                   Hold from, Hold to, const RecordedAction& note) {
  const std::lock_guard lock(mutex_);
  Kept* const kept = FindKept(account, id);
  if (kept == nullptr) return NoRecord(id);
  if (kept->message.record.hold != from) return false;
  kept->message.record.hold = to;
  kept->actions.push_back(note);
  return true;
}

base::Status MemoryRecordStore::AddAction(const AccountId& account, std::string_view id,
                                          const RecordedAction& action) {
  const std::lock_guard lock(mutex_);
  Kept* const kept = FindKept(account, id);
  if (kept == nullptr) return NoRecord(id);
  kept->actions.push_back(action);
  return base::Ok();
}

base::Expected<std::vector<RecordedAction>> MemoryRecordStore::Actions(const AccountId& account,
                                                                       std::string_view id) {
  const std::lock_guard lock(mutex_);
  const Kept* const kept = FindKept(account, id);
  return kept == nullptr ? std::vector<RecordedAction>() : kept->actions;
}

base::Expected<std::uint64_t> MemoryRecordStore::Sweep(const AccountId& account,
                                                       const Retention& retention, base::Time now) {
  const std::lock_guard lock(mutex_);
  const std::size_t swept = std::erase_if(messages_, [&](const auto& item) {
    const MessageRecord& record = item.second.message.record;
    return record.account == account && record.scanned_at < now - retention.age && !IsHeld(record);
  });
  std::vector<Kept*> whole;
  for (auto& [key, kept] : messages_) {
    if (key.first == account && kept.message.raw && !IsHeld(kept.message.record)) {
      whole.push_back(&kept);
    }
  }
  std::ranges::sort(whole, [](const Kept* a, const Kept* b) {
    return PlaceOf(b->message.record) < PlaceOf(a->message.record);
  });
  std::uint64_t sum = 0;
  for (Kept* kept : whole) {
    sum += kept->message.raw->size();
    if (sum <= retention.raw_bytes) continue;
    kept->message.raw.reset();
    kept->message.record.size = 0;
  }
  return swept;
}

base::Expected<std::vector<NumberedRecord>> MemoryRecordStore::ReadFlaggedAfter(std::uint64_t after,
                                                                                std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<NumberedRecord> flagged;
  for (const auto& [key, kept] : messages_) {
    if (kept.number <= after || !kept.message.record.flagged) continue;
    flagged.push_back({kept.number, kept.message.record});
  }
  std::ranges::sort(flagged, {}, &NumberedRecord::number);
  if (flagged.size() > limit) flagged.resize(limit);
  return flagged;
}

base::Expected<std::uint64_t> MemoryRecordStore::LastNumber() {
  const std::lock_guard lock(mutex_);
  return last_number_;
}

base::Status MemoryRecordStore::SavePositions(std::span<const FollowerPosition> positions) {
  const std::lock_guard lock(mutex_);
  for (const FollowerPosition& position : positions) {
    positions_.insert_or_assign(position.name, position);
  }
  return base::Ok();
}

base::Expected<std::optional<FollowerPosition>> MemoryRecordStore::LoadPosition(
    std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto found = positions_.find(name);
  return found == positions_.end() ? std::nullopt : std::optional(found->second);
}

base::Status MemoryRecordStore::ForgetPosition(std::string_view name) {
  const std::lock_guard lock(mutex_);
  if (const auto found = positions_.find(name); found != positions_.end()) positions_.erase(found);
  return base::Ok();
}

base::Expected<bool> MemoryRecordStore::TakeLease(std::string_view name, std::string_view holder,
                                                  base::Time now, base::Time until) {
  const std::lock_guard lock(mutex_);
  const auto [lease, is_new] =
      leases_.try_emplace(std::string(name), Lease{std::string(holder), until});
  const bool is_free = is_new || lease->second.holder == holder || lease->second.until <= now;
  if (is_free) lease->second = {std::string(holder), until};
  return is_free;
}

base::Status MemoryRecordStore::EndLease(std::string_view name, std::string_view holder) {
  const std::lock_guard lock(mutex_);
  const auto lease = leases_.find(name);
  if (lease != leases_.end() && lease->second.holder == holder) leases_.erase(lease);
  return base::Ok();
}

base::Status MemoryRecordStore::ReportNode(const NodeReport& report) {
  const std::lock_guard lock(mutex_);
  std::erase_if(nodes_, [&](const NodeReport& node) {
    return node.id == report.id || node.seen_at < report.seen_at - kNodeMemory;
  });
  nodes_.push_back(report);
  std::ranges::sort(nodes_, {}, [](const NodeReport& node) {
    return std::tie(node.host, node.program, node.started_at);
  });
  return base::Ok();
}

base::Status MemoryRecordStore::ForgetNode(const base::Uuid& id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(nodes_, [&](const NodeReport& node) { return node.id == id; });
  return base::Ok();
}

base::Expected<std::vector<NodeReport>> MemoryRecordStore::ListNodes() {
  const std::lock_guard lock(mutex_);
  return nodes_;
}

}  // namespace namesake::record
