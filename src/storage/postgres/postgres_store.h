// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/expected.h"
#include "registry/store.h"
#include "storage/open.h"

namespace namesake::storage::postgres {

struct Options {
  // How many of the newest changes can be read. Who is further behind loads everything anew.
  // 200,000 take some 30 MB.
  std::uint64_t kept_changes = 200'000;
};

// The store in a PostgreSQL database, which any number of nodes may have open at once. Its tables
// are made when `mode` says so; without them kExisting is kNotFound. See OpenStore for the errors.
[[nodiscard]] base::Expected<std::unique_ptr<registry::Store>> OpenPostgresStore(
    std::string_view uri, OpenMode mode, const Options& options = {});

}  // namespace namesake::storage::postgres
