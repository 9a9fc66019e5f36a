// SPDX-License-Identifier: Apache-2.0
#include "cli/backup.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "storage/backup.h"

namespace namesake::cli {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20U;

struct BackupOptions {
  StoreOptions store;
  std::string path;
  bool overwrite = false;
};

storage::Existing ExistingOf(const BackupOptions& options) {
  return options.overwrite ? storage::Existing::kReplace : storage::Existing::kKeep;
}

// One line for each file that is copied, in mebibytes.
class CopyLine {
 public:
  void Update(std::uint64_t copied, std::uint64_t total) {
    if (copied < copied_) progress_.reset();  // the next file
    copied_ = copied;
    if (!progress_) {
      progress_.emplace(total, TerminalDraw(), TerminalColumns, std::chrono::steady_clock::now,
                        Noun{.one = "MiB", .many = "MiB"});
    }
    progress_->Update(copied / kMebibyte, copied);
  }

  void End() { progress_.reset(); }

 private:
  std::optional<Progress> progress_;
  std::uint64_t copied_ = 0;
};

// A refusal that --overwrite would help with says so.
base::Error Advised(base::Error error) {
  if (error.code == base::ErrorCode::kConflict && error.message.ends_with("already")) {
    error.message += " (--overwrite replaces it)";
  }
  return error;
}

base::Expected<ExitStatus> Report(Console& console,
                                  const base::Expected<std::vector<storage::CopiedFile>>& copied,
                                  std::string_view done) {
  if (!copied) return base::Fail(Advised(copied.error()));
  std::uint64_t octets = 0;
  for (const storage::CopiedFile& file : *copied) {
    octets += file.octets;
    console.out.Write(TabbedLine({file.file.string(), fmt::format("{}", file.octets)}));
  }
  Tell(fmt::format("{}: {} {}, {:.1f} MiB, checked", done, copied->size(),
                   copied->size() == 1 ? "file" : "files",
                   static_cast<double>(octets) / static_cast<double>(kMebibyte)));
  return ExitStatus::kSuccess;
}

base::Expected<ExitStatus> MakeBackup(Console& console, const BackupOptions& options) {
  const auto uri = StoreUri(options.store);
  if (!uri) return base::Fail(uri.error());
  CopyLine line;
  const auto copied = storage::Backup(
      *uri, options.path, ExistingOf(options),
      [&line](std::uint64_t done, std::uint64_t total) { line.Update(done, total); });
  line.End();
  return Report(console, copied, "backed up");
}

base::Expected<ExitStatus> RestoreBackup(Console& console, const BackupOptions& options) {
  const auto uri = StoreUri(options.store);
  if (!uri) return base::Fail(uri.error());
  CopyLine line;
  const std::string actor = Actor();
  const auto copied = storage::Restore(
      options.path, *uri, ExistingOf(options), {.actor = actor, .at = console.clock.Now()},
      [&line](std::uint64_t done, std::uint64_t total) { line.Update(done, total); });
  line.End();
  return Report(console, copied, "restored");
}

}  // namespace

void AddBackupCommands(CLI::App& app, Work& chosen) {
  const auto [backup, options] =
      AddCommand(app, chosen, "backup",
                 "Copy a store in SQLite, and its records, while programs use it", MakeBackup);
  backup.add_option("PATH", options.path, "A folder that exists, or the file to make")->required();
  AddStoreOption(backup, options.store);
  backup.add_flag("--overwrite", options.overwrite, "Replace an older backup of that name");
  backup.footer(
      "Each file is copied as it is at one moment, and checked. Nobody waits for it.\n"
      "Prints one line a file: its path and size in octets.\n"
      "  namesake backup /var/backups/namesake.db --store sqlite:namesake.db");

  const auto [restore, restore_options] =
      AddCommand(app, chosen, "restore", "Put a backup in the place of a store", RestoreBackup);
  restore.add_option("PATH", restore_options.path, "What `namesake backup` was given")->required();
  AddStoreOption(restore, restore_options.store);
  restore.add_flag("--overwrite", restore_options.overwrite, "Replace the store that is there");
  restore.footer(
      "Stop namesaked and namesake-milter first: a store that is open is not replaced.\n"
      "The backup is checked before anything is changed.\n"
      "  namesake restore /var/backups/namesake.db --store sqlite:namesake.db");
}

}  // namespace namesake::cli
