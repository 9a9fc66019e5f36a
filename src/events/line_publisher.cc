// SPDX-License-Identifier: Apache-2.0
#include "events/line_publisher.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "events/event.h"
#include "events/follower.h"
#include "events/lease.h"
#include "events/line_sink.h"
#include "events/reader.h"
#include "record/record_feed.h"
#include "registry/store.h"

namespace namesake::events {
namespace {

constexpr std::chrono::milliseconds kLookPeriod{500};
constexpr std::chrono::milliseconds kRetryPause{2'000};

}  // namespace

LinePublisher::LinePublisher(std::string name, std::unique_ptr<LineSink> sink,
                             registry::Store& store, record::RecordFeed& records,
                             const base::Clock& clock)
    : name_(std::move(name)),
      sink_(std::move(sink)),
      records_(records),
      reader_(store, records, clock),
      lease_(name_, records, clock) {
  Report(Begin());  // before there is anything that a new sink should be told
  thread_ = std::thread([this] { Run(); });
}

LinePublisher::~LinePublisher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void LinePublisher::Run() {
  std::chrono::milliseconds pause{0};
  while (!WaitToStop(pause)) {
    try {
      const auto pace = Step();
      Report(pace ? base::Ok() : base::Fail(pace.error()));
      pause = !pace ? kRetryPause : *pace == Pace::kAtOnce ? pause.zero() : kLookPeriod;
    } catch (const std::exception& failure) {
      follower_.reset();  // goes on from the saved position
      Report(base::Fail(base::ErrorCode::kInternal, failure.what()));
      pause = kRetryPause;
    }
  }
}

base::Expected<LinePublisher::Pace> LinePublisher::Step() {
  const auto lease = lease_.Hold();
  if (!lease) return base::Fail(lease.error());
  if (*lease != Lease::State::kOurs) follower_.reset();
  if (*lease == Lease::State::kTaken) return Pace::kAfterAWhile;
  if (!follower_) {
    if (auto begun = Begin(); !begun) return base::Fail(begun.error());
  }
  reader_.LookAgain();
  const auto more = follower_->Advance(reader_);
  if (!more) return base::Fail(more.error());
  if (auto written = WriteWaiting(); !written) return base::Fail(written.error());
  return *more ? Pace::kAtOnce : Pace::kAfterAWhile;
}

base::Status LinePublisher::Begin() {
  const auto saved = records_.LoadPosition(name_);
  if (!saved) return base::Fail(saved.error());
  if (*saved) {
    follower_.emplace(name_, std::nullopt, Place{(*saved)->records, (*saved)->changes});
    follower_->Saved(**saved);
    return base::Ok();
  }
  const auto newest = reader_.Newest();
  if (!newest) return base::Fail(newest.error());
  follower_.emplace(name_, std::nullopt, *newest);
  return SavePosition();
}

// Also saves how far it came before a failure: what is written need not be written again.
base::Status LinePublisher::WriteWaiting() {
  std::size_t written = 0;
  base::Status outcome = base::Ok();
  for (const Event& event : follower_->waiting()) {
    outcome = sink_->Write(event);
    if (!outcome) break;
    ++written;
  }
  follower_->PassedOn(written);
  auto saved = SavePosition();
  return outcome ? saved : outcome;
}

base::Status LinePublisher::SavePosition() {
  const auto position = follower_->Unsaved();
  if (!position) return base::Ok();
  if (auto saved = records_.SavePositions(std::array{*position}); !saved) return saved;
  follower_->Saved(*position);
  return base::Ok();
}

void LinePublisher::Report(const base::Status& outcome) {
  if (outcome.has_value() != has_failed_) return;  // said already
  has_failed_ = !outcome;
  if (outcome) {
    base::Log(base::LogLevel::kInfo, "events_written_again", {{"sink", name_}});
  } else {
    base::Log(base::LogLevel::kError, "events_not_written",
              {{"sink", name_}, {"error", outcome.error().message}});
  }
}

bool LinePublisher::WaitToStop(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return stop_.wait_for(lock, time, [this] { return stopping_; });
}

}  // namespace namesake::events
