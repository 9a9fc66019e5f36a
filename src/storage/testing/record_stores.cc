// SPDX-License-Identifier: Apache-2.0
#include "storage/testing/record_stores.h"

#include <filesystem>
#include <string>
#include <vector>

namespace namesake::storage::testing {

std::vector<RecordStoreKind> RecordStoreKinds() {
  return {{"memory", [](const std::filesystem::path&) { return std::string("memory:"); }},
          {"sqlite", [](const std::filesystem::path& folder) {
             return "sqlite:" + (folder / "namesake.db").string();
           }}};
}

}  // namespace namesake::storage::testing
