// SPDX-License-Identifier: Apache-2.0
#include "events/follower.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/expected.h"
#include "events/event.h"
#include "events/reader.h"
#include "record/record_feed.h"
#include "registry/account.h"

namespace namesake::events {

Follower::Follower(std::string name, std::optional<registry::AccountId> account, Place place)
    : name_(std::move(name)), account_(account), done_(place), read_(place) {}

base::Expected<bool> Follower::Advance(Reader& reader) {
  if (!waiting_.empty()) return false;
  const auto chunk = reader.ReadFrom(read_);
  if (!chunk) return base::Fail(chunk.error());
  if ((*chunk)->to == read_) return false;
  for (const Event& event : (*chunk)->events) {
    if (Concerns(event)) waiting_.push_back(event);
  }
  read_ = (*chunk)->to;
  if (waiting_.empty()) done_ = read_;
  return true;
}

void Follower::PassedOn(std::size_t count) {
  if (count == 0) return;
  done_ = waiting_.at(count - 1).place;
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  if (waiting_.empty()) done_ = read_;
}

std::optional<record::FollowerPosition> Follower::Unsaved() const {
  if (saved_ == done_) return std::nullopt;
  return record::FollowerPosition{
      .name = name_, .records = done_.records, .changes = done_.changes};
}

void Follower::Saved(const record::FollowerPosition& position) {
  saved_ = Place{.records = position.records, .changes = position.changes};
}

bool Follower::Concerns(const Event& event) const noexcept {
  return !account_ || !event.account || *event.account == *account_;
}

}  // namespace namesake::events
