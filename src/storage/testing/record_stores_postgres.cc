// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <vector>

#include "storage/testing/postgres_server.h"
#include "storage/testing/record_stores.h"

namespace namesake::storage::testing {

std::vector<RecordStoreKind> RecordStoreKinds() {
  if (!PostgresServer::IsInstalled()) return {};
  return {{"postgres",
           [](const std::filesystem::path&) { return PostgresServer::Shared().NewDatabase(); }}};
}

}  // namespace namesake::storage::testing
