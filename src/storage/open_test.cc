// SPDX-License-Identifier: Apache-2.0
#include "storage/open.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/error.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage {
namespace {

using base::ErrorCode;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(OpenStore, OpensADatabaseFile) {
  const testing::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "store.db";
  const auto store = OpenStore("sqlite:" + file.string(), OpenMode::kCreate);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_TRUE((*store)->Ping());
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(OpenStore, TakesARelativePathFromTheWorkingDirectoryOfNow) {
  const testing::TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const auto store = OpenStore("sqlite:store.db", OpenMode::kCreate);
  std::filesystem::current_path(before);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "store.db"));
  EXPECT_TRUE((*store)->AddAccount(
      {.id = testing::AccountNumber(1), .name = "mine", .created_at = testing::At(0)}));
  EXPECT_TRUE((*store)->Ping());
}

TEST(OpenStore, OpensMemoryAnewEachTime) {
  const auto first = OpenStore("memory:", OpenMode::kCreate);
  ASSERT_TRUE(first);
  EXPECT_TRUE((*first)->AddAccount(
      {.id = testing::AccountNumber(1), .name = "mine", .created_at = testing::At(0)}));
  const auto second = OpenStore("memory:", OpenMode::kCreate);
  ASSERT_TRUE(second);
  EXPECT_EQ((*second)->ListAccounts().value().size(), 0U);
}

TEST(OpenStore, SaysWhatItUnderstands) {
  for (const std::string uri : {"", "store.db", "mysql://u:secret@host/db", "SQLITE:x",
                                "sqlite:", "sqlite::memory:", "memory:x"}) {
    const auto store = OpenStore(uri, OpenMode::kCreate);
    ASSERT_FALSE(store) << uri;
    EXPECT_EQ(store.error().code, ErrorCode::kInvalidArgument) << uri;
    EXPECT_THAT(store.error().message, HasSubstr(":")) << uri;
    EXPECT_THAT(store.error().message, Not(HasSubstr("secret"))) << uri;
  }
}

}  // namespace
}  // namespace namesake::storage
