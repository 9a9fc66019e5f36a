// SPDX-License-Identifier: Apache-2.0
#include "cli/ordered_workers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <future>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace namesake::cli {
namespace {

using ::testing::ElementsAre;

TEST(OrderedWorkers, DeliverInTheOrderOfAddingWhenALaterJobIsDoneFirst) {
  std::promise<void> second_is_done;
  std::vector<int> delivered;
  OrderedWorkers<int, int> workers(
      2,
      [&](const int& job) {
        if (job == 1) second_is_done.get_future().wait();
        if (job == 2) second_is_done.set_value();
        return job;
      },
      [&](int result) { delivered.push_back(result); });

  workers.Add(1);
  workers.Add(2);
  workers.Finish();

  EXPECT_THAT(delivered, ElementsAre(1, 2));
}

TEST(OrderedWorkers, DeliverEveryResultOnce) {
  constexpr std::size_t kJobs = 10'000;
  std::vector<std::size_t> delivered;
  OrderedWorkers<std::size_t, std::size_t> workers(
      4, [](const std::size_t& job) { return job; },
      [&](std::size_t result) { delivered.push_back(result); });

  for (std::size_t job = 0; job < kJobs; ++job) workers.Add(job);
  workers.Finish();

  std::vector<std::size_t> expected(kJobs);
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  EXPECT_EQ(delivered, expected);
}

TEST(OrderedWorkers, KeepABoundedNumberOfJobsUnderWay) {
  std::size_t added = 0;
  std::size_t delivered = 0;
  std::size_t most_under_way = 0;
  OrderedWorkers<int, int> workers(
      2, [](const int& job) { return job; }, [&](int /*result*/) { ++delivered; });

  for (; added < 1'000; ++added) {
    most_under_way = std::max(most_under_way, added - delivered);
    workers.Add(0);
  }
  workers.Finish();

  EXPECT_LE(most_under_way, 8U);
  EXPECT_EQ(delivered, 1'000U);
}

TEST(OrderedWorkers, HandOnTheExceptionOfAJob) {
  OrderedWorkers<int, int> workers(
      1, [](const int&) -> int { throw std::runtime_error("broken"); }, [](int) {});

  // Whichever of the two finds the result ready.
  EXPECT_THROW(
      {
        workers.Add(0);
        workers.Finish();
      },
      std::runtime_error);
}

}  // namespace
}  // namespace namesake::cli
