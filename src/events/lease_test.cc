// SPDX-License-Identifier: Apache-2.0
#include "events/lease.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "record/memory_record_store.h"

namespace namesake::events {
namespace {

using namespace std::chrono_literals;

class SetClock final : public base::Clock {
 public:
  [[nodiscard]] base::Time Now() const override { return now; }
  base::Time now{1'700'000'000s};
};

TEST(Lease, SaysWhetherItWasOursAllTheTime) {
  SetClock clock;
  record::MemoryRecordStore records;
  std::optional<Lease> one(std::in_place, "file", records, clock);
  Lease other("file", records, clock);
  EXPECT_EQ(one->Hold(), Lease::State::kNew);
  EXPECT_EQ(other.Hold(), Lease::State::kTaken);
  clock.now += Lease::kTerm - 1s;
  EXPECT_EQ(one->Hold(), Lease::State::kOurs);  // extended
  clock.now += Lease::kTerm - 1s;
  EXPECT_EQ(other.Hold(), Lease::State::kTaken);
  clock.now += 1s;
  EXPECT_EQ(one->Hold(), Lease::State::kNew);  // it had run out
  one.reset();
  EXPECT_EQ(other.Hold(), Lease::State::kNew);
}

}  // namespace
}  // namespace namesake::events
