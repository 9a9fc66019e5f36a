// SPDX-License-Identifier: Apache-2.0
// What the API's speed rests on: durable creates, alone and among others, in small and in large
// accounts; reading one entry; the first page of a list.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/open.h"

namespace namesake::storage {
namespace {

using Clock = std::chrono::steady_clock;
using registry::Entry;

base::Time Now() {
  static const base::SystemClock clock;
  return clock.Now();
}

// Names and addresses at random places of the alphabet, as people have them.
Entry RandomEntry(const registry::AccountId& account) {
  thread_local std::mt19937_64 random(std::random_device{}());
  const base::Time now = Now();
  Entry entry;
  entry.account = account;
  entry.id = base::MakeUuidV7(now);
  const std::string word = fmt::format("{:016x}", random());
  entry.name = fmt::format("{} {}", word.substr(0, 7), word.substr(7));
  entry.email = fmt::format("{}.{}@example.com", word.substr(8), word.substr(0, 8));
  entry.comments = "Chief Financial Officer";
  entry.created_at = now;
  entry.modified_at = now;
  return entry;
}

// A database with one account of `entries` entries, gone with the object. Below the folder of
// TMPDIR: durable writes cost nothing in a memory file system.
class Database {
 public:
  explicit Database(std::size_t entries) {
    std::string name = (std::filesystem::temp_directory_path() / "namesake_bench.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    auto opened = OpenStore("sqlite:" + (folder_ / "store.db").string(), OpenMode::kCreate);
    if (!opened) throw std::runtime_error(opened.error().message);
    store_ = std::move(*opened);
    account_ = registry::MakeAccountId();
    if (!store_->AddAccount({.id = account_, .name = "bench", .created_at = Now()})) {
      throw std::runtime_error("no account");
    }
    Import(entries);
  }
  ~Database() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void Import(std::size_t count) {
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < count; ++i) {
      entries.push_back(RandomEntry(account_));
      ids_.push_back(entries.back().id);
    }
    registry::Write write{.account = account_,
                          .action = registry::CreateEntries{std::move(entries)},
                          .replay = std::nullopt,
                          .now = Now()};
    if (!store_->CommitAndWait(std::move(write))) throw std::runtime_error("no import");
  }

  [[nodiscard]] registry::Store& store() { return *store_; }
  [[nodiscard]] const registry::AccountId& account() const { return account_; }
  [[nodiscard]] const std::vector<base::Uuid>& ids() const { return ids_; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<registry::Store> store_;
  registry::AccountId account_;
  std::vector<base::Uuid> ids_;
};

// One database for all threads of a benchmark and all its runs.
Database& Shared(std::size_t entries) {
  static std::mutex mutex;
  static std::unique_ptr<Database> database;
  static std::size_t size = SIZE_MAX;
  const std::lock_guard lock(mutex);
  if (size != entries) {
    database.reset();
    database = std::make_unique<Database>(entries);
    size = entries;
  }
  return *database;
}

double Percentile(std::vector<double>& values, double part) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

void DurableCreate(benchmark::State& state) {
  Database& database = Shared(static_cast<std::size_t>(state.range(0)));
  std::vector<double> milliseconds;
  for (auto _ : state) {
    registry::Write write{.account = database.account(),
                          .action = registry::CreateEntries{{RandomEntry(database.account())}},
                          .replay = std::nullopt,
                          .now = Now()};
    const auto begin = Clock::now();
    const auto committed = database.store().CommitAndWait(std::move(write));
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    if (!committed) state.SkipWithError(committed.error().message.c_str());
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["p50_ms"] =
      benchmark::Counter(Percentile(milliseconds, 0.5), benchmark::Counter::kAvgThreads);
  state.counters["p99_ms"] =
      benchmark::Counter(Percentile(milliseconds, 0.99), benchmark::Counter::kAvgThreads);
}
BENCHMARK(DurableCreate)
    ->ArgName("entries")
    ->Arg(100)
    ->Arg(100'000)
    ->Threads(1)
    ->Threads(16)
    ->Threads(32)
    ->UseRealTime();

void GetEntry(benchmark::State& state) {
  Database& database = Shared(static_cast<std::size_t>(state.range(0)));
  std::mt19937_64 random(7);
  for (auto _ : state) {
    const base::Uuid& id = database.ids()[random() % database.ids().size()];
    auto entry = database.store().GetEntry(database.account(), id);
    if (!entry || !*entry) state.SkipWithError("an entry is missing");
    benchmark::DoNotOptimize(entry);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(GetEntry)
    ->ArgName("entries")
    ->Arg(100)
    ->Arg(100'000)
    ->Threads(1)
    ->Threads(2)
    ->UseRealTime();

void FirstPage(benchmark::State& state) {
  Database& database = Shared(static_cast<std::size_t>(state.range(0)));
  registry::ListQuery query;
  query.order = static_cast<registry::EntryOrder>(state.range(1));
  for (auto _ : state) {
    auto page = database.store().ListEntries(database.account(), query);
    if (!page || page->entries.size() != query.per_page) state.SkipWithError("a page is short");
    benchmark::DoNotOptimize(page);
  }
}
BENCHMARK(FirstPage)
    ->ArgNames({"entries", "order"})
    ->ArgsProduct({{100, 100'000, 1'000'000}, {0, 1}})
    ->Unit(benchmark::kMicrosecond);

void LastPage(benchmark::State& state) {
  Database& database = Shared(static_cast<std::size_t>(state.range(0)));
  registry::ListQuery query;
  query.page = static_cast<std::uint64_t>(state.range(0)) / query.per_page;
  query.order = static_cast<registry::EntryOrder>(state.range(1));
  for (auto _ : state) {
    auto page = database.store().ListEntries(database.account(), query);
    if (!page || page->entries.size() != query.per_page) state.SkipWithError("a page is short");
    benchmark::DoNotOptimize(page);
  }
}
BENCHMARK(LastPage)
    ->ArgNames({"entries", "order"})
    ->ArgsProduct({{1'000'000}, {0, 1}})
    ->Unit(benchmark::kMillisecond);

void Search(benchmark::State& state) {
  Database& database = Shared(static_cast<std::size_t>(state.range(0)));
  registry::ListQuery query;
  query.search = "Ffff";
  for (auto _ : state) {
    auto page = database.store().ListEntries(database.account(), query);
    if (!page) state.SkipWithError(page.error().message.c_str());
    benchmark::DoNotOptimize(page);
  }
}
BENCHMARK(Search)->ArgName("entries")->Arg(1'000'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void Import(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    Database database(0);
    state.ResumeTiming();
    database.Import(static_cast<std::size_t>(state.range(0)));
    state.PauseTiming();  // not the removal
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Import)->ArgName("entries")->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace namesake::storage
