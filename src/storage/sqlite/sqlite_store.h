// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/expected.h"
#include "registry/store.h"
#include "storage/open.h"

namespace namesake::storage::sqlite {

struct Options {
  // How many of the newest changes can be read. Who is further behind loads everything anew, which
  // takes a second a million entries. 200,000 take some 15 MB.
  std::uint64_t kept_changes = 200'000;
};

// The store in one SQLite database file, which any number of processes of this machine may have
// open at once. `file` is made when `mode` says so. See OpenStore for the errors.
[[nodiscard]] base::Expected<std::unique_ptr<registry::Store>> OpenSqliteStore(
    const std::filesystem::path& file, OpenMode mode, const Options& options = {});

}  // namespace namesake::storage::sqlite
