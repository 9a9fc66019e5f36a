// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/expected.h"
#include "storage/open.h"

namespace namesake::storage::sqlite {

// Sees to it that `file` is there: an empty one, readable by its owner only, is made when `mode`
// says so. kNotFound for a missing file or folder, kPermissionDenied where nothing may be made,
// kInvalidArgument for what is no regular file.
[[nodiscard]] base::Status ProvideFile(const std::filesystem::path& file, OpenMode mode);

}  // namespace namesake::storage::sqlite
