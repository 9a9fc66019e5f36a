// SPDX-License-Identifier: Apache-2.0
// namesake: accounts, credentials, import and export, and `scan` from the command line.

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "base/clock.h"
#include "base/expected.h"
#include "cli/admin.h"
#include "cli/command.h"
#include "cli/credentials.h"
#include "cli/output.h"
#include "cli/scan.h"
#include "cli/transfer.h"

namespace namesake::cli {
namespace {

// --help and --version are answers, everything else that ends the parsing is a fault.
ExitStatus EndOfParsing(const CLI::App& app, const CLI::ParseError& end) {
  if (end.get_exit_code() == 0) {
    app.exit(end);
    return ExitStatus::kSuccess;
  }
  Complain(fmt::format("{}, see namesake --help", end.what()));
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
  app.set_version_flag("--version", "namesake " NAMESAKE_VERSION);
  app.require_subcommand(1);
  Work work;
  AddAdminCommands(app, work);
  AddCredentialCommands(app, work);
  AddTransferCommands(app, work);
  AddScanCommand(app, work);
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
