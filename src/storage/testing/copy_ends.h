// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace namesake::storage::testing {

// Two kinds of store, to copy from one to the other: each a new, empty one by its URI, in `folder`
// if it needs a place there.
struct CopyEnds {
  std::string name;
  std::function<std::string(const std::filesystem::path& folder)> from;
  std::function<std::string(const std::filesystem::path& folder)> to;
};

// Of this test program: those that need no server, or those that need one.
[[nodiscard]] std::vector<CopyEnds> EndsOfCopies();

}  // namespace namesake::storage::testing
