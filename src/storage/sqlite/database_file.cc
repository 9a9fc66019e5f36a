// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/database_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "storage/backup.h"
#include "storage/open.h"
#include "storage/sqlite/failure.h"

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

// Under another name beside `file`, with mode 0600; the errno when it cannot be made.
int MakeDraft(const std::filesystem::path& file, std::string& draft) {
  draft = file.string() + ".XXXXXX";
  const int descriptor = mkstemp(draft.data());
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

// Makes the file under another name and then gives it its own. Opening it by its own name and
// closing it again would drop the locks that another store of this process holds on it (POSIX
// locks belong to the process and the file).
base::Status CreateFile(const std::filesystem::path& file) {
  std::string draft;
  if (const int error = MakeDraft(file, draft); error != 0) return CannotCreate(file, error);
  const int linked = link(draft.c_str(), file.c_str());
  const int error = errno;
  unlink(draft.c_str());
  // Another process may have been faster: then its file is the one.
  if (linked != 0 && error != EEXIST) return CannotCreate(file, error);
  return base::Ok();
}

// What the folder says of its files is on the disk when it returns.
int SyncFolder(const std::filesystem::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  return error;
}

}  // namespace

std::filesystem::path RecordsBeside(const std::filesystem::path& database) {
  std::filesystem::path records = database;
  records.replace_extension(".records" + database.extension().string());
  return records;
}

DraftFile::DraftFile(std::filesystem::path file) : file_(std::filesystem::absolute(file)) {
  std::string draft;
  if (const int error = MakeDraft(file_, draft); error != 0) {
    throw Failure(CannotCreate(file_, error).error());
  }
  draft_ = draft;
}

DraftFile::~DraftFile() {
  if (draft_.empty()) return;
  for (const char* companion : {"", "-journal", "-wal", "-shm"}) {
    unlink((draft_.string() + companion).c_str());
  }
}

void DraftFile::PutInPlace(Existing existing) {
  const bool keep = existing == Existing::kKeep;
  const int done =
      keep ? link(draft_.c_str(), file_.c_str()) : rename(draft_.c_str(), file_.c_str());
  if (done != 0 && keep && errno == EEXIST) {
    throw Failure({.code = ErrorCode::kConflict,
                   .message = fmt::format("{}: there is such a file already", file_.string())});
  }
  if (done != 0) throw Failure(CannotCreate(file_, errno).error());
  if (keep) unlink(draft_.c_str());
  draft_.clear();
  if (const int error = SyncFolder(file_.parent_path()); error != 0) {
    throw Failure(CannotCreate(file_, error).error());
  }
}

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
