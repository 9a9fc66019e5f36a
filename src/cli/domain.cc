// SPDX-License-Identifier: Apache-2.0
#include "cli/domain.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "registry/account.h"
#include "registry/store.h"
#include "text/idna.h"

namespace namesake::cli {
namespace {

struct DomainOptions {
  StoreOptions store;
  std::vector<std::string> names;
};

// All names in the form the store keeps, or the first that is none: nothing is done by halves.
base::Expected<std::vector<std::string>> ReadDomains(const std::vector<std::string>& names) {
  std::vector<std::string> domains;
  for (const std::string& name : names) {
    auto ascii = text::DomainToAscii(name);
    if (!ascii) {
      return base::Fail(base::ErrorCode::kInvalidArgument,
                        fmt::format("\"{}\" is no domain name, write it like example.com", name));
    }
    domains.push_back(std::move(*ascii));
  }
  return domains;
}

base::Expected<ExitStatus> AddDomains(Console& console, const DomainOptions& options) {
  const auto domains = ReadDomains(options.names);
  if (!domains) return base::Fail(domains.error());
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  for (const std::string& domain : *domains) {
    const registry::Domain row{
        .account = account->id, .name = domain, .created_at = console.clock.Now()};
    const auto added = account->store->AddDomain(row);
    if (!added && added.error().code == base::ErrorCode::kConflict) {
      return base::Fail(base::ErrorCode::kConflict,
                        fmt::format("domain {} belongs to another account, remove it there first; "
                                    "the domains named before it were added",
                                    domain));
    }
    if (!added) return base::Fail(added.error());
  }
  return ExitStatus::kSuccess;
}

base::Expected<ExitStatus> RemoveDomains(Console& /*console*/, const DomainOptions& options) {
  const auto domains = ReadDomains(options.names);
  if (!domains) return base::Fail(domains.error());
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  for (const std::string& domain : *domains) {
    const auto removed = account->store->RemoveDomain(account->id, domain);
    if (!removed && removed.error().code == base::ErrorCode::kNotFound) {
      return base::Fail(base::ErrorCode::kNotFound,
                        fmt::format("domain {} is not one of the account's (they are listed by: "
                                    "namesake domain list); those named before it were removed",
                                    domain));
    }
    if (!removed) return base::Fail(removed.error());
  }
  return ExitStatus::kSuccess;
}

base::Expected<ExitStatus> ListDomains(Console& console, const DomainOptions& options) {
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  const auto domains = account->store->ListDomains();
  if (!domains) return base::Fail(domains.error());
  for (const registry::Domain& domain : *domains) {
    if (domain.account == account->id) console.out.Write(TabbedLine({domain.name}));
  }
  return ExitStatus::kSuccess;
}

void AddDomainOptions(const Command<DomainOptions>& command) {
  AddStoreOption(command.app, command.options.store);
  AddAccountOption(command.app, command.options.store);
}

void AddDomainNames(const Command<DomainOptions>& command) {
  command.app.add_option("DOMAIN", command.options.names, "Domain names")->required();
}

}  // namespace

void AddDomainCommands(CLI::App& app, Work& chosen) {
  CLI::App& group = AddGroup(app, "domain", "An account's own mail domains");

  const auto add = AddCommand(group, chosen, "add", "Add domains", AddDomains);
  AddDomainOptions(add);
  AddDomainNames(add);
  add.app.footer(
      "A domain belongs to one account. Mail to it is checked against that account.\n"
      "  namesake domain add --store sqlite:namesake.db example.com example.org");

  const auto remove = AddCommand(group, chosen, "remove", "Remove domains", RemoveDomains);
  AddDomainOptions(remove);
  AddDomainNames(remove);

  AddDomainOptions(AddCommand(group, chosen, "list", "Print the domains, one a line", ListDomains));
}

}  // namespace namesake::cli
