// SPDX-License-Identifier: Apache-2.0
#include "events/reader.h"

#include <cstdint>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "events/event.h"
#include "record/record_feed.h"
#include "registry/store.h"

namespace namesake::events {

Reader::Reader(registry::Store& store, record::RecordFeed& records, const base::Clock& clock)
    : store_(store), records_(records), clock_(clock) {}

base::Expected<std::shared_ptr<const Chunk>> Reader::ReadFrom(const Place& from) {
  if (last_ && last_->from == from) return last_;
  auto chunk = std::make_shared<Chunk>();
  chunk->from = chunk->to = from;
  if (auto added = AddMessages(*chunk); !added) return base::Fail(added.error());
  if (auto added = AddChanges(*chunk); !added) return base::Fail(added.error());
  last_ = std::move(chunk);
  return last_;
}

void Reader::LookAgain() {
  if (last_ && last_->from == last_->to) last_.reset();
}

base::Expected<Place> Reader::Newest() {
  const auto records = records_.LastNumber();
  if (!records) return base::Fail(records.error());
  const auto changes = store_.LastSequence();
  if (!changes) return base::Fail(changes.error());
  return Place{.records = *records, .changes = *changes};
}

base::Status Reader::AddMessages(Chunk& chunk) {
  const auto records = records_.ReadFlaggedAfter(chunk.from.records, kMaxRecords);
  if (!records) return base::Fail(records.error());
  for (const record::NumberedRecord& message : *records) {
    chunk.to.records = message.number;
    chunk.events.push_back(MessageEvent(message, chunk.to));
  }
  return base::Ok();
}

base::Status Reader::AddChanges(Chunk& chunk) {
  const auto changes = store_.ReadChanges(chunk.from.changes, kMaxChanges);
  const base::Time now = clock_.Now();
  if (!changes && changes.error().code == base::ErrorCode::kNotFound) {
    const auto newest = store_.LastSequence();
    if (!newest) return base::Fail(newest.error());
    base::Log(base::LogLevel::kWarning, "events_gap",
              {{"from", static_cast<std::int64_t>(chunk.from.changes)},
               {"to", static_cast<std::int64_t>(*newest)}});
    chunk.to.changes = *newest;
    chunk.events.push_back(GapEvent(chunk.from.changes, *newest, now, chunk.to));
    return base::Ok();
  }
  if (!changes) return base::Fail(changes.error());
  for (const registry::Change& change : *changes) {
    chunk.to.changes = change.sequence;
    auto event = ChangeEvent(change, store_, now, chunk.to);
    if (!event) return base::Fail(std::move(event.error()));
    if (*event) chunk.events.push_back(std::move(**event));
  }
  return base::Ok();
}

}  // namespace namesake::events
