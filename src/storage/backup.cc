// SPDX-License-Identifier: Apache-2.0
#include "storage/backup.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "storage/sqlite/database_copy.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/record_schema.h"

namespace namesake::storage {
namespace {

using sqlite::DraftFile;
using sqlite::Failure;
using std::filesystem::path;

// The two files of a store or of its backup.
struct Files {
  path registry;
  path records;
};

Files FilesOf(const path& registry) {
  return {.registry = registry, .records = sqlite::RecordsBeside(registry)};
}

Files StoreOf(std::string_view uri) {
  constexpr std::string_view kScheme = "sqlite:";
  if (!uri.starts_with(kScheme) || uri.size() == kScheme.size()) {
    throw Failure({.code = base::ErrorCode::kInvalidArgument,
                   .message =
                       "backup and restore are for stores like "
                       "sqlite:/var/lib/namesake/namesake.db; PostgreSQL has programs of its "
                       "own for that"});
  }
  return FilesOf(path(uri.substr(kScheme.size())));
}

// What the command line names: a folder, or the registry's file.
Files BackupAt(const path& named, const Files& store) {
  std::error_code none;  // of a path that leads nowhere: it is to be a file
  if (!std::filesystem::is_directory(named, none)) return FilesOf(named);
  return FilesOf(named / store.registry.filename());
}

void RefuseExisting(const path& file) {
  if (!std::filesystem::exists(file)) return;
  throw Failure({.code = base::ErrorCode::kConflict,
                 .message = file.string() + ": there is such a file already"});
}

CopiedFile Told(const path& file) {
  return {.file = file, .octets = std::filesystem::file_size(file)};
}

void BackUpTo(const path& file, const path& target, const sqlite::Schema& schema, Existing existing,
              const CopyProgress& progress) {
  DraftFile draft(target);
  sqlite::CopyChecked(file, draft, schema, progress);
  draft.PutInPlace(existing);
}

std::vector<CopiedFile> BackUp(const Files& store, const Files& target, Existing existing,
                               const CopyProgress& progress) {
  const bool has_records = std::filesystem::exists(store.records);
  if (existing == Existing::kKeep) {
    RefuseExisting(target.registry);
    RefuseExisting(target.records);
  } else if (!has_records) {
    std::filesystem::remove(target.records);  // of an older backup, with which this one has no part
  }
  std::vector<CopiedFile> copied;
  if (has_records) {
    BackUpTo(store.records, target.records, sqlite::RecordSchema(), existing, progress);
  }
  BackUpTo(store.registry, target.registry, sqlite::RegistrySchema(), existing, progress);
  copied.push_back(Told(target.registry));
  if (has_records) copied.push_back(Told(target.records));
  return copied;
}

std::vector<CopiedFile> PutBack(const Files& backup, const Files& store, Existing existing,
                                RestoredBy author, const CopyProgress& progress) {
  // Before the drafts, which may be large: whether it may be done at all.
  sqlite::Replaced registry(store.registry, sqlite::RegistrySchema(), existing);
  std::optional<sqlite::Replaced> records;
  const bool has_records = std::filesystem::exists(backup.records);
  if (has_records) records.emplace(store.records, sqlite::RecordSchema(), existing);

  const DraftFile registry_draft(store.registry);
  sqlite::CopyChecked(backup.registry, registry_draft, sqlite::RegistrySchema(), progress);
  sqlite::PrepareForRestore(registry_draft.path(), registry.LastSequence(), author);
  std::optional<DraftFile> records_draft;
  if (has_records) {
    records_draft.emplace(store.records);
    sqlite::CopyChecked(backup.records, *records_draft, sqlite::RecordSchema(), progress);
    records->ReplaceWith(records_draft->path(), progress);
  }
  registry.ReplaceWith(registry_draft.path(), progress);
  std::vector<CopiedFile> copied = {Told(store.registry)};
  if (has_records) copied.push_back(Told(store.records));
  return copied;
}

// What `work` returns, or why the files could not be read or written.
template <typename Work>
base::Expected<std::vector<CopiedFile>> Do(const Work& work) {
  try {
    return work();
  } catch (const Failure& failure) {
    return base::Fail(failure.error());
  } catch (const std::filesystem::filesystem_error& error) {
    return base::Fail(base::ErrorCode::kUnavailable, error.what());
  }
}

}  // namespace

base::Expected<std::vector<CopiedFile>> Backup(std::string_view uri, const path& target,
                                               Existing existing, const CopyProgress& progress) {
  return Do([&] {
    const Files store = StoreOf(uri);
    return BackUp(store, BackupAt(target, store), existing, progress);
  });
}

base::Expected<std::vector<CopiedFile>> Restore(const path& source, std::string_view uri,
                                                Existing existing, RestoredBy author,
                                                const CopyProgress& progress) {
  return Do([&] {
    const Files store = StoreOf(uri);
    return PutBack(BackupAt(source, store), store, existing, author, progress);
  });
}

}  // namespace namesake::storage
