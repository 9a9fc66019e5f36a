// SPDX-License-Identifier: Apache-2.0
#include "daemon/command_line.h"

#include <string_view>

#include "launch/command_line.h"
#include "settings/settings.h"

namespace namesake::daemon {
namespace {

constexpr std::string_view kName = "namesaked";

}  // namespace

launch::Invocation ReadCommandLine(int argc, const char* const* argv) {
  const launch::Service service{
      .name = kName,
      .description = "Namesake's API: the registry of protected identities over HTTP",
      .footer =
          "Example:\n"
          "  namesaked --listen 127.0.0.1:8787 --store sqlite:namesake.db\n\n"
          "SIGTERM and SIGINT finish what is running and stop it, SIGHUP reads settings and\n"
          "certificate again. Exit status: 0 stopped, 1 failed while serving, 2 could not start.",
      .program = settings::Program::kDaemon,
      .options = {{"--listen", "listen", "ADDRESS:PORT",
                   "Where the API answers (default: 127.0.0.1:8787); port 0 takes any free one"},
                  {"--store", "store", "URI",
                   "The store: sqlite:PATH, made when it is missing, or postgresql://... "
                   "(default: sqlite:/var/lib/namesake/namesake.db)"}}};
  return launch::ReadCommandLine(service, argc, argv);
}

void Complain(std::string_view message) { launch::Complain(kName, message); }

}  // namespace namesake::daemon
