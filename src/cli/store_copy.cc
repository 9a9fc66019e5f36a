// SPDX-License-Identifier: Apache-2.0
#include "cli/store_copy.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "registry/store.h"
#include "report/scan_summary.h"
#include "storage/copy.h"
#include "storage/open.h"

namespace namesake::cli {
namespace {

struct CopyOptions {
  std::string from;
  std::string to;
};

// A store with both of its halves.
struct OpenEnd {
  std::unique_ptr<registry::Store> registry;
  std::unique_ptr<record::RecordStore> records;
};

base::Expected<OpenEnd> OpenBoth(const std::string& uri, storage::OpenMode mode) {
  auto registry = OpenStore({.store = uri, .account = {}}, mode);
  if (!registry) return base::Fail(std::move(registry.error()));
  auto records = storage::OpenRecordStore(uri);
  if (!records) return base::Fail(std::move(records.error()));
  return OpenEnd{.registry = std::move(*registry), .records = std::move(*records)};
}

base::Expected<ExitStatus> CopyStore(Console& console, const CopyOptions& options) {
  if (options.from == options.to) {
    return base::Fail(base::ErrorCode::kInvalidArgument, "--from and --to are the same store");
  }
  const auto from = OpenBoth(options.from, storage::OpenMode::kExisting);
  if (!from) return base::Fail(from.error());
  const auto to = OpenBoth(options.to, storage::OpenMode::kCreate);
  if (!to) return base::Fail(to.error());
  const auto copied = [&] {
    Progress progress(0, TerminalDraw(), TerminalColumns, std::chrono::steady_clock::now,
                      Noun{.one = "row", .many = "rows"});
    return storage::CopyStore({*from->registry, *from->records}, {*to->registry, *to->records},
                              [&](std::uint64_t rows) { progress.Update(rows, 0); });
  }();
  if (!copied) return base::Fail(copied.error());
  std::uint64_t entries = 0;
  std::uint64_t records = 0;
  std::uint64_t written = 0;
  for (const storage::CopiedAccount& account : *copied) {
    entries += account.entries;
    records += account.records;
    written += account.written;
    const auto number = [](std::uint64_t value) { return fmt::format("{}", value); };
    console.out.Write(
        TabbedLine({registry::FormatAccountId(account.account), number(account.entries),
                    number(account.policies), number(account.domains), number(account.credentials),
                    number(account.audit), number(account.records), account.checksum}));
  }
  Tell(fmt::format("the same in both: {} {}, {} {}, {} {}; {} {} written",
                   report::GroupDigits(copied->size()),
                   copied->size() == 1 ? "account" : "accounts", report::GroupDigits(entries),
                   entries == 1 ? "entry" : "entries", report::GroupDigits(records),
                   records == 1 ? "record" : "records", report::GroupDigits(written),
                   written == 1 ? "row" : "rows"));
  return ExitStatus::kSuccess;
}

}  // namespace

void AddStoreCommands(CLI::App& app, Work& chosen) {
  CLI::App& group = AddGroup(app, "store", "Whole stores");
  const auto [copy, options] =
      AddCommand(group, chosen, "copy", "Copy all accounts from one store to another", CopyStore);
  copy.add_option("--from", options.from, "The store to read")->type_name("URI")->required();
  copy.add_option("--to", options.to, "The store to write, made if there is none")
      ->type_name("URI")
      ->required();
  copy.footer(
      "Everything goes with its ids and times: entries, policies, domains, hashes of\n"
      "credentials, settings, the audit log, records of messages. Other accounts of\n"
      "the target stay. What is the same already is not written again: a copy that was\n"
      "interrupted goes on, and a second one brings what has changed since.\n"
      "At the end all of it is read again and compared. Prints one line an account: id,\n"
      "entries, policies, domains, credentials, lines of the audit log, records, and\n"
      "the checksum that both stores have.\n"
      "  namesake store copy --from sqlite:namesake.db --to sqlite:copy.db");
}

}  // namespace namesake::cli
