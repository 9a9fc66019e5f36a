// SPDX-License-Identifier: Apache-2.0
#include "milter/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "detection/verdict.h"
#include "live/live_registry.h"
#include "milter/action.h"
#include "milter/judgement.h"

namespace namesake::milter {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

TEST(Metrics, CountMessagesByWhatWasFoundAndDone) {
  Metrics metrics;
  metrics.Count({.verdict_class = detection::VerdictClass::kSpoof, .reason = "lookalike_domain"},
                Action::kKeep, 30us);
  metrics.Count(Failed(), Action::kAccept, 10us);
  metrics.Count({.judged = Judged::kNoAccount}, Action::kAccept, 10us);
  metrics.ConnectionOpened();
  const std::string text =
      metrics.Render({.sequence = 7, .behind = 1500ms, .store_reachable = false}, nullptr);
  for (const char* line : {"namesake_milter_messages_total{verdict=\"spoof\"} 1\n",
                           "namesake_milter_messages_total{verdict=\"none\"} 0\n",
                           "namesake_milter_messages_total{verdict=\"failed\"} 1\n",
                           "namesake_milter_messages_total{verdict=\"no_account\"} 1\n",
                           "namesake_milter_actions_total{action=\"keep\"} 1\n",
                           "namesake_milter_actions_total{action=\"accept\"} 2\n",
                           "namesake_milter_flagged_total{reason=\"lookalike_domain\"} 1\n",
                           "namesake_milter_check_duration_seconds_count 3\n",
                           "namesake_milter_connections 1\n", "namesake_store_up 0\n",
                           "namesake_feed_sequence 7\n", "namesake_feed_behind_seconds 1.5\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  metrics.ConnectionClosed();
  EXPECT_THAT(metrics.Render({}, nullptr), HasSubstr("namesake_milter_connections 0\n"));
}

}  // namespace
}  // namespace namesake::milter
