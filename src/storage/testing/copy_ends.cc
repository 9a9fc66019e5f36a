// SPDX-License-Identifier: Apache-2.0
#include "storage/testing/copy_ends.h"

#include <filesystem>
#include <string>
#include <vector>

namespace namesake::storage::testing {

std::vector<CopyEnds> EndsOfCopies() {
  return {{"sqlite_and_sqlite",
           [](const std::filesystem::path& folder) {
             return "sqlite:" + (folder / "from.db").string();
           },
           [](const std::filesystem::path& folder) {
             return "sqlite:" + (folder / "to.db").string();
           }}};
}

}  // namespace namesake::storage::testing
