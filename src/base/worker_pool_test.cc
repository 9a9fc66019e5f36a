// SPDX-License-Identifier: Apache-2.0
#include "base/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <future>
#include <memory>
#include <vector>

namespace namesake::base {
namespace {

TEST(WorkerPool, DoesEverythingPostedBeforeItEnds) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(3, 1000);
    for (int i = 0; i < 1000; ++i) {
      EXPECT_TRUE(pool.Post([&done] { ++done; }));
    }
  }
  EXPECT_EQ(done, 1000);
}

TEST(WorkerPool, OneThreadKeepsTheOrder) {
  std::vector<int> order;
  {
    WorkerPool pool(1, 100);
    for (int i = 0; i < 100; ++i) {
      EXPECT_TRUE(pool.Post([&order, i] { order.push_back(i); }));
    }
  }
  ASSERT_EQ(order.size(), 100U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(WorkerPool, RefusesWorkWhenTooMuchIsWaiting) {
  std::promise<void> started;
  std::promise<void> go_on;
  WorkerPool pool(1, 2);
  EXPECT_TRUE(pool.Post([&] {
    started.set_value();
    go_on.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(pool.Post([] {}));
  EXPECT_TRUE(pool.Post([] {}));
  EXPECT_FALSE(pool.Post([] {}));
  go_on.set_value();
}

TEST(WorkerPool, LetsWhatWorkHeldPostWhenItDies) {
  std::promise<void> done;
  {
    WorkerPool pool(1, 10);
    const auto post_again = [&](int* number) {
      delete number;
      EXPECT_TRUE(pool.Post([&] { done.set_value(); }));
    };
    EXPECT_TRUE(pool.Post([held = std::shared_ptr<int>(new int(1), post_again)] {}));
    done.get_future().wait();
  }
}

}  // namespace
}  // namespace namesake::base
