// SPDX-License-Identifier: Apache-2.0
#include "cli/transfer.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "cli/check.h"
#include "cli/command.h"
#include "registry/account.h"
#include "registry/csv.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::cli {
namespace {

std::string CountEntries(std::size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "entry" : "entries");
}

// Entries in the order of the rows. Ids and lists follow the creation time, so the rows' times
// count up by a microsecond, the last being `now`.
std::vector<registry::Entry> MakeEntries(const registry::AccountId& account,
                                         std::vector<registry::CsvRow> rows, base::Time now) {
  std::vector<registry::Entry> entries;
  entries.reserve(rows.size());
  base::Time time = now - std::chrono::microseconds(rows.size());
  for (registry::CsvRow& row : rows) {
    time += std::chrono::microseconds(1);
    registry::Entry& entry = entries.emplace_back();
    entry.account = account;
    entry.id = base::MakeUuidV7(time);
    entry.name = std::move(row.name);
    entry.email = std::move(row.email);
    entry.is_email_regex = row.is_email_regex;
    entry.comments = std::move(row.comments);
    entry.created_at = time;
    entry.modified_at = time;
  }
  return entries;
}

struct ImportOptions {
  StoreOptions store;
  std::string file;
  bool dry_run = false;
};

base::Expected<ExitStatus> Import(Console& console, const ImportOptions& options) {
  auto rows = ReadRegistryFile(options.file);
  if (!rows) return base::Fail(std::move(rows.error()));
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  const std::string count = CountEntries(rows->size());
  const std::string account_id = registry::FormatAccountId(account->id);
  if (options.dry_run) {
    Tell(fmt::format("{} would be imported into account {}", count, account_id));
    return ExitStatus::kSuccess;
  }
  const base::Time now = console.clock.Now();
  registry::Write write;
  write.account = account->id;
  write.action = registry::CreateEntries{MakeEntries(account->id, std::move(*rows), now)};
  write.now = now;
  if (const auto committed = account->store->CommitAndWait(std::move(write)); !committed) {
    return base::Fail(committed.error());
  }
  Tell(fmt::format("imported {} into account {}", count, account_id));
  return ExitStatus::kSuccess;
}

base::Expected<ExitStatus> Export(Console& console, const StoreOptions& options) {
  auto account = OpenStoreAndAccount(options);
  if (!account) return base::Fail(std::move(account.error()));
  console.out.Write(registry::CsvHeader());
  const auto visited =
      account->store->VisitEntries(account->id, [&console](const registry::Entry& entry) {
        std::string row;
        registry::WriteCsvRow(entry, row);
        console.out.Write(row);
        return console.out.ok();
      });
  if (!visited) return base::Fail(visited.error());
  return ExitStatus::kSuccess;
}

}  // namespace

base::Expected<std::vector<registry::CsvRow>> ReadRegistryFile(const std::string& path) {
  const auto text = ReadInput(path);
  if (!text) return base::Fail(text.error());
  auto rows = registry::ReadCsv(*text);
  if (rows) return std::move(*rows);
  for (const registry::CsvError& error : rows.error()) {
    Complain(fmt::format("{}:{}: {}", path, error.line, error.message));
  }
  const std::size_t count = rows.error().size();
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    fmt::format("{}: {} in the CSV, nothing was done; mend {} and try again", path,
                                count == 1 ? "1 fault" : fmt::format("{} faults", count),
                                count == 1 ? "it" : "them"));
}

void AddTransferCommands(CLI::App& app, Work& chosen) {
  CLI::App& group = AddGroup(app, "registry", "The registry's entries: as CSV, and checked");

  const auto [import_app, options] =
      AddCommand(group, chosen, "import", "Create an entry for each row, all or none", Import);
  import_app
      .add_option("FILE.csv", options.file,
                  "CSV with the columns Display_Name, Email, and if wanted Is_Email_Regex and "
                  "Comments; - for standard input")
      ->required();
  import_app.footer(
      "Example:\n"
      "  printf 'Display_Name,Email\\nJohn Doe,john.doe@example.com\\n' >people.csv\n"
      "  namesake registry import people.csv --store sqlite:namesake.db");
  AddStoreOption(import_app, options.store);
  AddAccountOption(import_app, options.store);
  import_app.add_flag("--dry-run", options.dry_run, "Check everything, create nothing");

  const auto [export_app, export_options] =
      AddCommand(group, chosen, "export", "Print all entries as CSV", Export);
  AddStoreOption(export_app, export_options);
  AddAccountOption(export_app, export_options);
  export_app.footer(
      "What it prints, `registry import` and `scan --registry` read:\n"
      "  namesake registry export --store sqlite:namesake.db >people.csv");

  AddCheckCommand(group, chosen);
}

}  // namespace namesake::cli
