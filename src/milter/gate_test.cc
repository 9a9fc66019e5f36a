// SPDX-License-Identifier: Apache-2.0
#include "milter/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <thread>
#include <vector>

namespace namesake::milter {
namespace {

using std::chrono::milliseconds;

TEST(Gate, LetsNobodyInAfterClose) {
  Gate gate;
  EXPECT_TRUE(Gate::Pass(gate));
  gate.Close();
  EXPECT_FALSE(Gate::Pass(gate));
}

TEST(Gate, ClosesOnlyWhenThoseInsideHaveLeft) {
  Gate gate;
  std::optional<Gate::Pass> pass;
  pass.emplace(gate);
  std::atomic<bool> left{false};
  auto closing = std::async(std::launch::async, [&] {
    gate.Close();
    return left.load();
  });
  EXPECT_EQ(closing.wait_for(milliseconds(20)), std::future_status::timeout);
  left = true;
  pass.reset();
  EXPECT_TRUE(closing.get());
}

TEST(Gate, TellsWhenConnectionsLastTooLong) {
  Gate gate;
  const Gate::Connection connection(gate);
  EXPECT_FALSE(gate.WaitForConnections(milliseconds(1)));
}

TEST(Gate, AdmitsNoConnectionWhileItWaits) {
  Gate gate;
  EXPECT_TRUE(Gate::Connection(gate).admitted());
  EXPECT_TRUE(gate.WaitForConnections(milliseconds(0)));
  const Gate::Connection late(gate);
  EXPECT_FALSE(late.admitted());
  EXPECT_TRUE(gate.WaitForConnections(milliseconds(0)));
}

TEST(Gate, WaitsForTheLastConnection) {
  Gate gate;
  std::optional<Gate::Connection> first;
  first.emplace(gate);
  std::thread other([&gate] { const Gate::Connection second(gate); });
  other.join();
  auto waiting =
      std::async(std::launch::async, [&] { return gate.WaitForConnections(milliseconds(60'000)); });
  first.reset();
  EXPECT_TRUE(waiting.get());
}

TEST(Gate, HoldsUnderManyThreads) {
  Gate gate;
  std::atomic<int> inside{0};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (;;) {
        const Gate::Pass pass(gate);
        if (!pass) return;
        ++inside;
        --inside;
      }
    });
  }
  gate.Close();
  EXPECT_EQ(inside, 0);
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace namesake::milter
