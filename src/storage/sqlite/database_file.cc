// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/database_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "base/error.h"
#include "base/expected.h"
#include "storage/open.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;

ErrorCode CodeOf(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return ErrorCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return ErrorCode::kPermissionDenied;
    case ENAMETOOLONG:
      return ErrorCode::kInvalidArgument;
    default:
      return ErrorCode::kUnavailable;
  }
}

base::Status CannotCreate(const std::filesystem::path& file, int error) {
  return base::Fail(CodeOf(error), fmt::format("{}: cannot create the database: {}", file.string(),
                                               std::generic_category().message(error)));
}

// Makes the file under another name and then gives it its own. Opening it by its own name and
// closing it again would drop the locks that another store of this process holds on it (POSIX
// locks belong to the process and the file).
base::Status CreateFile(const std::filesystem::path& file) {
  std::string draft = file.string() + ".XXXXXX";
  const int descriptor = mkstemp(draft.data());  // makes it with mode 0600
  if (descriptor < 0) return CannotCreate(file, errno);
  close(descriptor);
  const int linked = link(draft.c_str(), file.c_str());
  const int error = errno;
  unlink(draft.c_str());
  // Another process may have been faster: then its file is the one.
  if (linked != 0 && error != EEXIST) return CannotCreate(file, error);
  return base::Ok();
}

}  // namespace

base::Status ProvideFile(const std::filesystem::path& file, OpenMode mode) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    if (mode == OpenMode::kCreate) return CreateFile(file);
    return base::Fail(ErrorCode::kNotFound, fmt::format("{}: there is no database", file.string()));
  }
  if (!std::filesystem::status_known(status)) {
    return base::Fail(CodeOf(error.value()), fmt::format("{}: {}", file.string(), error.message()));
  }
  if (status.type() != std::filesystem::file_type::regular) {
    return base::Fail(ErrorCode::kInvalidArgument,
                      fmt::format("{}: not a file, so no database", file.string()));
  }
  return base::Ok();
}

}  // namespace namesake::storage::sqlite
