// SPDX-License-Identifier: Apache-2.0
#include "events/delivery.h"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "events/event.h"
#include "registry/account.h"

namespace namesake::events {
namespace {

using namespace std::chrono_literals;

Event EventOf(std::string id, std::string_view type = "entry.created", std::string json = "{}") {
  return {.account = registry::AccountId{},
          .type = type,
          .id = std::move(id),
          .json = std::move(json),
          .place = {}};
}

TEST(Compose, TakesTheFirstEventsAsOneObject) {
  const std::deque<Event> waiting = {EventOf("1", "entry.created", R"({"id": 1})"),
                                     EventOf("2", "entry.deleted", R"({"id": 2})"),
                                     EventOf("3", "entry.created", R"({"id": 3})")};
  const Delivery all = Compose(waiting, 100);
  EXPECT_EQ(all.events, 3U);
  EXPECT_EQ(all.types, "entry.created,entry.deleted");
  EXPECT_EQ(all.body, R"({"events": [{"id": 1}, {"id": 2}, {"id": 3}]})");
  EXPECT_EQ(Compose(waiting, 1).body, R"({"events": [{"id": 1}]})");
}

TEST(Compose, GivesTheSameEventsTheSameId) {
  const std::deque<Event> two = {EventOf("1"), EventOf("2")};
  const std::deque<Event> same = {EventOf("1"), EventOf("2"), EventOf("3")};
  EXPECT_EQ(Compose(two, 100).id, Compose(same, 2).id);
  EXPECT_NE(Compose(two, 100).id, Compose(same, 100).id);
  Event theirs = EventOf("1");
  theirs.account->bytes[0] = 7;
  EXPECT_NE(Compose({theirs}, 1).id, Compose(two, 1).id);
}

TEST(Compose, KeepsToTheLimitsButSendsALargeEventAlone) {
  const std::deque<Event> many(150, EventOf("1"));
  EXPECT_EQ(Compose(many, 1000).events, Delivery::kMaxEvents);
  const std::deque<Event> large(3, EventOf("1", "entry.created", std::string(150'000, ' ')));
  EXPECT_EQ(Compose(large, 100).events, 1U);
}

TEST(Signature, CoversTimestampAndBody) {
  // printf '1700000000.{"events": []}' | openssl dgst -sha256 -hmac 0123456789abcdef
  EXPECT_EQ(Signature("0123456789abcdef", "1700000000", R"({"events": []})"),
            "sha256=dcbcf290da297c87afb84640a79096ce162a1449dbf9bff4df8eb7769cae1e56");
  EXPECT_EQ(Timestamp(base::Time(1'700'000'000'999ms)), "1700000000");
}

TEST(OutcomeOf, TellsWhatMayWorkLater) {
  for (const int status : {200, 201, 204}) {
    EXPECT_EQ(OutcomeOf({.status = status}), Outcome::kDelivered) << status;
  }
  for (const int status : {0, 408, 429, 500, 503}) {
    EXPECT_EQ(OutcomeOf({.status = status}), Outcome::kTryAgain) << status;
  }
  for (const int status : {301, 307, 400, 401, 404, 413}) {
    EXPECT_EQ(OutcomeOf({.status = status}), Outcome::kRefused) << status;
  }
  EXPECT_EQ(OutcomeOf({.status = 410}), Outcome::kGone);
}

TEST(PauseAfter, DoublesUpToFiveMinutes) {
  EXPECT_EQ(PauseAfter(1, {}, 0), 500ms);
  EXPECT_EQ(PauseAfter(1, {}, 1), 1s);
  EXPECT_EQ(PauseAfter(4, {}, 1), 8s);
  EXPECT_EQ(PauseAfter(10, {}, 1), 5min);
  EXPECT_EQ(PauseAfter(4'000'000'000, {}, 0), 150s);
}

TEST(PauseAfter, HeedsTheReceiver) {
  EXPECT_EQ(PauseAfter(1, {.status = 429, .retry_after = 30s}, 1), 30s);
  EXPECT_EQ(PauseAfter(10, {.status = 429, .retry_after = 30s}, 1), 5min);
  EXPECT_EQ(PauseAfter(1, {.status = 429, .retry_after = 24h}, 1), 5min);
}

}  // namespace
}  // namespace namesake::events
