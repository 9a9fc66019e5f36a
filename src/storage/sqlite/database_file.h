// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/expected.h"
#include "storage/backup.h"
#include "storage/open.h"

namespace namesake::storage::sqlite {

// Sees to it that `file` is there: an empty one, readable by its owner only, is made when `mode`
// says so. kNotFound for a missing file or folder, kPermissionDenied where nothing may be made,
// kInvalidArgument for what is no regular file.
[[nodiscard]] base::Status ProvideFile(const std::filesystem::path& file, OpenMode mode);

// Where the records of a store stand: "namesake.db" -> "namesake.records.db".
[[nodiscard]] std::filesystem::path RecordsBeside(const std::filesystem::path& database);

// A file that is being made: beside `file`, under a name of its own, readable by its owner only.
// Gone with this object, unless it was put in place. Functions throw Failure.
class DraftFile {
 public:
  explicit DraftFile(std::filesystem::path file);
  ~DraftFile();
  DraftFile(const DraftFile&) = delete;
  DraftFile& operator=(const DraftFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return draft_; }

  // Gives it the name `file`, and sees to it that it has it after a power failure, too. kConflict
  // when there is such a file and it is to be kept.
  void PutInPlace(Existing existing);

 private:
  const std::filesystem::path file_;
  std::filesystem::path draft_;
};

}  // namespace namesake::storage::sqlite
