// SPDX-License-Identifier: Apache-2.0
// namesake: accounts, credentials, import and export, and `scan` from the command line.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "base/clock.h"
#include "base/expected.h"
#include "cli/account.h"
#include "cli/audit.h"
#include "cli/backup.h"
#include "cli/command.h"
#include "cli/credentials.h"
#include "cli/domain.h"
#include "cli/filter.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/policies.h"
#include "cli/scan.h"
#include "cli/store_copy.h"
#include "cli/transfer.h"

namespace namesake::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  namesake scan --registry people.csv ~/Maildir\n"
    "  namesake account create --store sqlite:namesake.db --name \"Example Ltd\"\n"
    "  namesake token create --store sqlite:namesake.db --permission write\n"
    "  namesake registry import people.csv --store sqlite:namesake.db\n"
    "\n"
    "Each command has a --help of its own. NAMESAKE_STORE in the environment stands\n"
    "for --store. Exit status: 0 done, 2 an error; scan also knows 1, something was\n"
    "flagged.";

// --help and --version are answers, everything else that ends the parsing is a fault.
ExitStatus EndOfParsing(const CLI::App& app, const CLI::ParseError& end) {
  if (end.get_exit_code() == 0) {
    app.exit(end);
    return ExitStatus::kSuccess;
  }
  Complain(ExplainFault(app, end));
  return ExitStatus::kError;
}

ExitStatus Perform(const Work& work, Console& console) {
  const auto status = work(console);
  console.out.Flush();
  if (!status) Complain(status.error().message);
  if (console.out.reader_gone()) return ExitStatus::kError;
  if (const auto written = console.out.status(); !written) {
    Complain(written.error().message);
    return ExitStatus::kError;
  }
  return status.value_or(ExitStatus::kError);
}

ExitStatus Main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone shows as a failed write
  CLI::App app("Namesake, the impersonation registry, from the command line", "namesake");
  SetHelpForm(app);
  app.set_version_flag("--version", "namesake " NAMESAKE_VERSION, "Print the version and exit");
  app.require_subcommand(1);
  Work work;
  AddAccountCommands(app, work);
  AddDomainCommands(app, work);
  AddAuditCommand(app, work);
  AddCredentialCommands(app, work);
  AddPolicyCommands(app, work);
  AddTransferCommands(app, work);
  AddBackupCommands(app, work);
  AddStoreCommands(app, work);
  AddScanCommand(app, work);
  AddFilterCommand(app, work);
  app.footer(kExamples);  // last: commands that are added would have it too
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    return EndOfParsing(app, end);
  }
  Output out(STDOUT_FILENO);
  const base::SystemClock clock;
  Console console{out, clock};
  return Perform(work, console);
}

}  // namespace
}  // namespace namesake::cli

int main(int argc, char** argv) {
  try {
    return static_cast<int>(namesake::cli::Main(argc, argv));
  } catch (const std::exception& failure) {
    namesake::cli::Complain(failure.what());
    return static_cast<int>(namesake::cli::ExitStatus::kError);
  }
}
