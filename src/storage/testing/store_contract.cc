// SPDX-License-Identifier: Apache-2.0
#include "storage/testing/store_contract.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::storage::testing {

using registry::AccountId;
using registry::Entry;
using registry::Write;

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "namesake_store.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // a folder that stays behind in /tmp fails no test
  std::filesystem::remove_all(path_, ignored);
}

base::Time At(std::int64_t microseconds) {
  constexpr std::chrono::sys_days kStart =
      std::chrono::year{2026} / std::chrono::January / std::chrono::day{1};
  return base::Time(kStart) + std::chrono::microseconds(microseconds);
}

AccountId AccountNumber(std::uint8_t number) {
  AccountId id;
  id.bytes.back() = number;
  return id;
}

base::Uuid EntryId(std::int64_t number) {
  base::Uuid id = base::MakeUuidV7(At(number));
  for (std::size_t i = 8; i < id.bytes.size(); ++i) id.bytes[i] = 0x80;  // instead of random bits
  return id;
}

Entry MakeEntry(const AccountId& account, std::int64_t number) {
  Entry entry;
  entry.account = account;
  entry.id = EntryId(number);
  entry.name = fmt::format("Name {}", number);
  entry.email = fmt::format("person{}@example.com", number);
  entry.created_at = At(number);
  entry.modified_at = At(number);
  return entry;
}

Write Create(Entry entry) { return Create(std::vector<Entry>{std::move(entry)}); }

Write Create(std::vector<Entry> entries) {
  const AccountId account = entries.empty() ? AccountId{} : entries.front().account;
  return {.account = account,
          .action = registry::CreateEntries{std::move(entries)},
          .replay = std::nullopt,
          .now = At(0)};
}

Write Replace(Entry entry, base::Time expected) {
  const AccountId account = entry.account;
  return {.account = account,
          .action = registry::ReplaceEntry{std::move(entry), expected},
          .replay = std::nullopt,
          .now = At(0)};
}

Write Delete(const AccountId& account, const base::Uuid& id) {
  return {.account = account,
          .action = registry::DeleteEntry{id},
          .replay = std::nullopt,
          .now = At(0)};
}

std::vector<std::string> NamesOf(const std::vector<Entry>& entries) {
  std::vector<std::string> names;
  for (const Entry& entry : entries) names.push_back(entry.name);
  return names;
}

std::string NameOf(const ::testing::TestParamInfo<Implementation>& parameter) {
  return parameter.param.name;
}

void PrintTo(const Implementation& implementation, std::ostream* out) {
  *out << implementation.name;
}

StoreContract::StoreContract() : store_(GetParam().open(folder_.path())) {
  for (const AccountId& id : {mine_, other_}) {
    const auto added = store_->AddAccount({.id = id, .name = "an account", .created_at = At(0)});
    EXPECT_TRUE(added) << added.error().message;
  }
}

std::uint64_t StoreContract::MustCommit(const Write& write) {
  const auto committed = store_->CommitAndWait(write);
  EXPECT_TRUE(committed) << committed.error().message;
  return committed ? committed->sequence : 0;
}

registry::EntryPage StoreContract::List(const registry::ListQuery& query) {
  auto page = store_->ListEntries(mine_, query);
  EXPECT_TRUE(page) << page.error().message;
  return page ? std::move(*page) : registry::EntryPage{};
}

}  // namespace namesake::storage::testing
