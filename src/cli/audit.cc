// SPDX-License-Identifier: Apache-2.0
#include "cli/audit.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "registry/audit.h"
#include "registry/store.h"

namespace namesake::cli {
namespace {

constexpr std::uint32_t kPageSize = 1000;

struct AuditOptions {
  StoreOptions store;
  std::string since;
  std::string action;
};

base::Expected<ExitStatus> PrintAudit(Console& console, const AuditOptions& options) {
  registry::AuditQuery query{.action = options.action, .oldest_first = true, .per_page = kPageSize};
  if (!options.since.empty()) {
    const auto since = base::ParseRfc3339(options.since);
    if (!since) {
      return base::Fail(
          base::ErrorCode::kInvalidArgument,
          fmt::format("--since: {}, write it like 2026-11-23T09:30:00Z", since.error().message));
    }
    query.since = *since;
  }
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  for (;;) {
    const auto records = account->store->ListAudit(account->id, query);
    if (!records) return base::Fail(records.error());
    for (const registry::AuditRecord& record : *records) {
      console.out.Write(TabbedLine({base::FormatRfc3339(record.at), record.actor, record.action,
                                    record.subject, record.before, record.after}));
    }
    if (records->size() < query.per_page) return ExitStatus::kSuccess;
    query.after_number = records->back().number;
  }
}

}  // namespace

void AddAuditCommand(CLI::App& app, Work& chosen) {
  const auto [command, options] =
      AddCommand(app, chosen, "audit",
                 "Print what was changed in an account, by whom, oldest first", PrintAudit);
  AddStoreOption(command, options.store);
  AddAccountOption(command, options.store);
  command.add_option("--since", options.since, "Only changes since that time")
      ->type_name("RFC3339");
  command.add_option("--action", options.action, "Only these, as entry.delete")
      ->type_name("ACTION");
  command.footer(
      "One line a change: time, who, action, what (its id), before, after (JSON).\n"
      "  namesake audit --store sqlite:namesake.db --action entry.delete");
}

}  // namespace namesake::cli
