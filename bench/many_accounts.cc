// SPDX-License-Identifier: Apache-2.0
// What a node with many accounts needs: fills a store with accounts of two sizes, lets a
// LiveRegistry with a budget of memory ask for all of them, then for accounts as mail comes in, a
// few often and many seldom. Prints one line of JSON.
//
//   many_accounts STORE [ACCOUNTS [ENTRIES [LARGE [MEMORY-MIB [SECONDS]]]]]
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "bench/sample_people.h"
#include "bench/sequence.h"
#include "detection/snapshot.h"
#include "live/live_registry.h"
#include "live/snapshot_cache.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/open.h"

namespace namesake::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

struct Plan {
  std::string_view store;
  std::uint64_t accounts = 10'000;
  std::uint64_t entries = 100;      // of each
  std::uint64_t large = 1'000'000;  // entries of one more
  std::uint64_t memory_mib = 1024;
  std::uint64_t seconds = 10;
};

Plan ReadPlan(std::span<char*> words) {
  if (words.size() < 2) throw std::invalid_argument("which store? sqlite:PATH, for instance");
  Plan plan{.store = words[1]};
  const std::array numbers{&plan.accounts, &plan.entries, &plan.large, &plan.memory_mib,
                           &plan.seconds};
  for (std::size_t i = 2; i < std::min(words.size(), numbers.size() + 2); ++i) {
    const std::string_view word = words[i];
    const auto read = std::from_chars(word.data(), word.data() + word.size(), *numbers[i - 2]);
    if (read.ec != std::errc() || read.ptr != word.data() + word.size()) {
      throw std::invalid_argument(fmt::format("«{}» is no number", word));
    }
  }
  return plan;
}

template <typename T>
T Must(base::Expected<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

void Must(const base::Status& status) {
  if (!status) throw std::runtime_error(status.error().message);
}

registry::AccountId AccountNumber(std::uint64_t number) {
  registry::AccountId id;
  for (std::size_t i = 0; i < sizeof number; ++i) {
    id.bytes.at(id.bytes.size() - 1 - i) = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return id;
}

// The account `number` with so many entries, unless it is there.
void Fill(registry::Store& store, std::uint64_t number, std::uint64_t entries,
          const std::vector<detection::Identity>& people) {
  constexpr std::size_t kEntriesPerWrite = 5000;
  const registry::AccountId account = AccountNumber(number);
  if (Must(store.GetAccount(account))) return;
  const base::Time now = base::SystemClock().Now();
  Must(store.AddAccount(
      {.id = account, .name = fmt::format("bench {}", number), .created_at = now}));
  registry::CreateEntries create;
  for (std::uint64_t i = 0; i < entries; ++i) {
    const detection::Identity& person = people.at((number * 7 + i) % people.size());
    registry::Entry entry;
    entry.account = account;
    entry.id = base::MakeUuidV7(now);
    entry.name = person.name;
    entry.email = person.email;
    entry.is_email_regex = person.is_email_regex;
    entry.created_at = now;
    entry.modified_at = now;
    create.entries.push_back(std::move(entry));
    if (create.entries.size() == kEntriesPerWrite || i + 1 == entries) {
      Must(store.CommitAndWait(
          {.account = account, .action = std::exchange(create, {}), .replay = {}, .now = now}));
    }
  }
}

// Microseconds that asking takes.
double Ask(live::LiveRegistry& live, std::uint64_t number) {
  const auto start = Clock::now();
  Must(live.SnapshotOf(AccountNumber(number)));
  return Seconds(Clock::now() - start).count() * 1e6;
}

double Percentile(std::vector<double>& sorted, double of) {
  if (sorted.empty()) return 0;
  return sorted.at(static_cast<std::size_t>(of * static_cast<double>(sorted.size() - 1)));
}

std::size_t MemoryInUse() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void Run(const Plan& plan) {
  const auto store = Must(storage::OpenStore(plan.store, storage::OpenMode::kCreate));
  {
    const auto people = SampleIdentities(std::max(plan.large, plan.entries));
    fmt::print(stderr, "filling {} accounts\n", plan.accounts + 1);
    Fill(*store, 1, plan.large, people);
    for (std::uint64_t i = 0; i < plan.accounts; ++i) Fill(*store, 2 + i, plan.entries, people);
  }
  malloc_trim(0);
  const auto live = Must(live::LiveRegistry::Start(
      *store, {.snapshot_bytes = static_cast<std::size_t>(plan.memory_mib) << 20U}));

  fmt::print(stderr, "asking for each\n");
  const std::size_t before = MemoryInUse();
  const double large_us = Ask(*live, 1);
  std::vector<double> first;
  first.reserve(plan.accounts);
  for (std::uint64_t i = 0; i < plan.accounts; ++i) first.push_back(Ask(*live, 2 + i));
  std::ranges::sort(first);
  const std::size_t used = MemoryInUse() - before;
  const live::CacheFigures full = live->status().snapshots;

  // The account of rank r gets mail in proportion to 1/r: what a provider sees, about.
  fmt::print(stderr, "asking as mail does\n");
  Sequence numbers(1);
  std::vector<double> again;
  const auto end = Clock::now() + std::chrono::seconds(plan.seconds);
  while (Clock::now() < end) {
    const double chance = static_cast<double>(numbers.Below(1'000'000)) / 1e6;
    const double rank = std::pow(static_cast<double>(plan.accounts + 1), chance);
    again.push_back(Ask(*live, static_cast<std::uint64_t>(rank)));
  }
  const std::uint64_t misses = live->status().snapshots.evicted - full.evicted;
  const double asked = static_cast<double>(again.size());
  std::ranges::sort(again);
  fmt::print(
      R"({{"budget_bytes":{},"accounts_kept":{},"counted_bytes":{},"heap_bytes":{},"evicted":{},)"
      R"("large_seconds":{:.3f},"first_p50_us":{:.1f},"first_p99_us":{:.1f},"asked_again":{},)"
      R"("made_room":{},"again_p50_us":{:.2f},"again_p99_us":{:.1f},"again_max_us":{:.0f}}})"
      "\n",
      plan.memory_mib << 20U, full.accounts, full.bytes, used, full.evicted, large_us / 1e6,
      Percentile(first, 0.5), Percentile(first, 0.99), asked, misses, Percentile(again, 0.5),
      Percentile(again, 0.99), Percentile(again, 1));
}

}  // namespace
}  // namespace namesake::bench

int main(int argc, char** argv) {
  try {
    namesake::bench::Run(
        namesake::bench::ReadPlan(std::span(argv, static_cast<std::size_t>(argc))));
    return EXIT_SUCCESS;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "many_accounts: {}\n", failure.what());
    return EXIT_FAILURE;
  }
}
