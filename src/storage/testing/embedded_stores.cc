// SPDX-License-Identifier: Apache-2.0
// The contract over the stores that need no server.
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "registry/memory_store.h"
#include "registry/store.h"
#include "storage/open.h"
#include "storage/sqlite/sqlite_store.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {
namespace {

std::unique_ptr<registry::Store> OpenMemory(const std::filesystem::path& /*folder*/) {
  return std::make_unique<registry::MemoryStore>();
}

std::unique_ptr<registry::Store> OpenSqlite(const std::filesystem::path& folder) {
  auto store = sqlite::OpenSqliteStore(folder / "store.db", OpenMode::kCreate);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

}  // namespace

std::vector<Implementation> Implementations() {
  return {{"memory", OpenMemory}, {"sqlite", OpenSqlite}};
}

}  // namespace namesake::storage::testing
