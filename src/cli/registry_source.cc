// SPDX-License-Identifier: Apache-2.0
#include "cli/registry_source.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/transfer.h"
#include "detection/snapshot.h"
#include "launch/live_options.h"
#include "live/account_settings.h"
#include "registry/account.h"
#include "registry/csv.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/policy_set.h"
#include "registry/store.h"
#include "settings/settings.h"
#include "text/idna.h"

namespace namesake::cli {
namespace {

base::Expected<LoadedRegistry> ReadCsvRegistry(const std::string& path) {
  auto rows = ReadRegistryFile(path);
  if (!rows) return base::Fail(std::move(rows.error()));
  LoadedRegistry registry;
  registry.identities.reserve(rows->size());
  for (registry::CsvRow& row : *rows) {
    registry.identities.push_back({.id = std::nullopt,
                                   .name = std::move(row.name),
                                   .email = std::move(row.email),
                                   .is_email_regex = row.is_email_regex,
                                   .comments = std::move(row.comments).value_or("")});
  }
  return registry;
}

base::Expected<LoadedRegistry> ReadStoreRegistry(const StoreOptions& options) {
  auto account = OpenStoreAndAccount(options);
  if (!account) return base::Fail(std::move(account.error()));
  LoadedRegistry registry;
  const auto visited =
      account->store->VisitEntries(account->id, [&registry](registry::Entry entry) {
        registry.identities.push_back({.id = entry.id,
                                       .name = std::move(entry.name),
                                       .email = std::move(entry.email),
                                       .is_email_regex = entry.is_email_regex,
                                       .comments = std::move(entry.comments).value_or("")});
        return true;
      });
  if (!visited) return base::Fail(visited.error());
  const auto policies =
      account->store->VisitPolicies(account->id, [&registry](registry::Policy policy) {
        registry.policies.push_back(std::move(policy));
        return true;
      });
  if (!policies) return base::Fail(policies.error());
  auto domains = account->store->ListDomains();
  if (!domains) return base::Fail(std::move(domains.error()));
  for (registry::Domain& domain : *domains) {
    if (domain.account == account->id) registry.domains.push_back(std::move(domain.name));
  }
  auto chosen = account->store->GetAccount(account->id);
  if (!chosen) return base::Fail(std::move(chosen.error()));
  if (*chosen) registry.off = live::ReasonsOff((*chosen)->settings);
  return registry;
}

// What the settings file says and neither an option nor the environment does.
RegistryOptions Completed(RegistryOptions options, const settings::Settings& settings) {
  if (options.authserv_id.empty()) options.authserv_id = settings.Text("milter.authserv_id");
  if (!options.csv.empty()) return options;
  if (!NamesStore(options.store)) options.store.store = settings.Text("store");
  if (options.store.account.empty()) options.store.account = settings.Text("milter.account");
  return options;
}

base::Expected<LoadedRegistry> ReadRegistry(const RegistryOptions& options) {
  if (options.csv.empty() && !NamesStore(options.store)) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      "there is no registry to check against, give --registry FILE.csv or --store "
                      "sqlite:PATH");
  }
  auto registry =
      options.csv.empty() ? ReadStoreRegistry(options.store) : ReadCsvRegistry(options.csv);
  if (!registry) return registry;
  registry->authserv_id = options.authserv_id;
  return registry;
}

base::Expected<LoadedRegistry> ReadRegistryBySettings(const RegistryOptions& options) {
  if (options.config.empty()) return ReadRegistry(options);
  const auto settings = settings::Settings::Load(options.config);
  if (!settings) return base::Fail(settings.error());
  auto registry = ReadRegistry(Completed(options, *settings));
  if (registry) registry->known = launch::ReadLiveOptions(*settings).known;
  return registry;
}

}  // namespace

void AddRegistryOptions(CLI::App& command, RegistryOptions& options) {
  CLI::Option& store = AddStoreOption(command, options.store);
  CLI::Option& account = AddAccountOption(command, options.store);
  command
      .add_option("--registry", options.csv,
                  "A CSV file in place of a store, as `registry import` reads it")
      ->type_name("FILE.csv")
      ->excludes(&store)
      ->excludes(&account);
  command
      .add_option("--domain", options.domains,
                  "One of your own mail domains, besides the account's; may be repeated")
      ->type_name("DOMAIN")
      ->allow_extra_args(false);
  command
      .add_option("--authserv-id", options.authserv_id,
                  "Trust the topmost Authentication-Results fields of this server (default: none)")
      ->type_name("HOST");
  command
      .add_option("--config", options.config,
                  "The services' settings file: judge as they do, by its detection.*, "
                  "milter.authserv_id, milter.account and store; options win over it")
      ->type_name("FILE");
}

base::Expected<LoadedRegistry> LoadRegistry(const RegistryOptions& options) {
  auto registry = ReadRegistryBySettings(options);
  if (!registry) return registry;
  for (const std::string& name : options.domains) {
    auto domain = text::DomainToAscii(name);
    if (!domain) {
      return base::Fail(
          base::ErrorCode::kInvalidArgument,
          fmt::format("--domain: \"{}\" is no domain name, write it like example.com", name));
    }
    registry->domains.push_back(std::move(*domain));
  }
  std::vector<std::string>& domains = registry->domains;
  std::sort(domains.begin(), domains.end());
  domains.erase(std::unique(domains.begin(), domains.end()), domains.end());
  return registry;
}

detection::Snapshot MakeSnapshot(LoadedRegistry registry) {
  const detection::Snapshot snapshot(std::move(registry.identities), std::move(registry.domains));
  return snapshot
      .WithPolicies(std::make_shared<const registry::PolicySet>(std::move(registry.policies)))
      .WithoutReasons(registry.off)
      .WithKnownDomains(std::move(registry.known));
}

}  // namespace namesake::cli
