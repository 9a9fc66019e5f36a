// SPDX-License-Identifier: Apache-2.0
#include "milterd/command_line.h"

#include <string_view>

#include "launch/command_line.h"
#include "settings/settings.h"

namespace namesake::milterd {
namespace {

constexpr std::string_view kName = "namesake-milter";

}  // namespace

launch::Invocation ReadCommandLine(int argc, const char* const* argv) {
  const launch::Service service{
      .name = kName,
      .description = "Namesake's mail filter for Postfix and Sendmail",
      .footer =
          "SIGTERM and SIGINT stop it, SIGUSR1 reads the settings again (not SIGHUP, which stops "
          "it too).\nExit status: 0 stopped, 1 failed while serving, 2 could not start.",
      .program = settings::Program::kMilter,
      .options = {
          {"--listen", "milter.listen", "SOCKET",
           "inet:PORT@ADDRESS, inet6:PORT@ADDRESS or unix:PATH"},
          {"--store", "store", "URI", "The store: sqlite:PATH or postgresql://..."},
          {"--account", "milter.account", "ID",
           "Check every message against this account (default: that of the recipient's domain)"},
          {"--authserv-id", "milter.authserv_id", "HOST,...",
           "Trust the Authentication-Results fields of these servers (default: none)"}}};
  return launch::ReadCommandLine(service, argc, argv);
}

void Complain(std::string_view message) { launch::Complain(kName, message); }

}  // namespace namesake::milterd
