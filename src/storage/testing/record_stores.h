// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace namesake::storage::testing {

// A kind of store whose records a contract test runs over: a new, empty one, in `folder` if it
// needs a place there, by its URI.
struct RecordStoreKind {
  std::string name;
  std::function<std::string(const std::filesystem::path& folder)> make;
};

// Of this test program: those that need no server, or those that need one.
[[nodiscard]] std::vector<RecordStoreKind> RecordStoreKinds();

}  // namespace namesake::storage::testing
