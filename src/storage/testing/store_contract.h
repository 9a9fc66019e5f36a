// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::storage::testing {

// A folder that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

// 2026-01-01T00:00:00Z and that many microseconds.
[[nodiscard]] base::Time At(std::int64_t microseconds);

// An account whose id is `number` in its last octet.
[[nodiscard]] registry::AccountId AccountNumber(std::uint8_t number);

// The id of an entry that was made at At(number), always the same for a number.
[[nodiscard]] base::Uuid EntryId(std::int64_t number);

// An entry made at At(number): name "Name <number>", one address of its own.
[[nodiscard]] registry::Entry MakeEntry(const registry::AccountId& account, std::int64_t number);

[[nodiscard]] registry::Write Create(registry::Entry entry);
[[nodiscard]] registry::Write Create(std::vector<registry::Entry> entries);
[[nodiscard]] registry::Write Replace(registry::Entry entry, base::Time expected);
[[nodiscard]] registry::Write Delete(const registry::AccountId& account, const base::Uuid& id);

// The code of the error, or nothing.
template <typename T>
std::optional<base::ErrorCode> CodeOf(const base::Expected<T>& result) {
  if (result) return std::nullopt;
  return result.error().code;
}

// Names of entries, in their order.
[[nodiscard]] std::vector<std::string> NamesOf(const std::vector<registry::Entry>& entries);

// Which implementation a contract test runs over.
struct Implementation {
  std::string name;
  std::function<std::unique_ptr<registry::Store>(const std::filesystem::path& folder)> open;
};
void PrintTo(const Implementation& implementation, std::ostream* out);
[[nodiscard]] std::vector<Implementation> Implementations();

[[nodiscard]] std::string NameOf(const ::testing::TestParamInfo<Implementation>& parameter);

// Runs the tests of `fixture`, a StoreContract, over every implementation.
#define NAMESAKE_OVER_EVERY_STORE(fixture) \
  INSTANTIATE_TEST_SUITE_P(Over, fixture, ::testing::ValuesIn(Implementations()), NameOf)

// What every registry::Store has to pass. Two accounts, mine_ and other_, are there.
class StoreContract : public ::testing::TestWithParam<Implementation> {
 protected:
  StoreContract();

  // Commits and expects success; the sequence.
  std::uint64_t MustCommit(const registry::Write& write);
  // One page of the account's entries, expected to be readable.
  registry::EntryPage List(const registry::ListQuery& query);

  [[nodiscard]] registry::Store& store() { return *store_; }

  const registry::AccountId mine_ = AccountNumber(1);
  const registry::AccountId other_ = AccountNumber(2);

 private:
  TemporaryFolder folder_;
  std::unique_ptr<registry::Store> store_;
};

}  // namespace namesake::storage::testing
