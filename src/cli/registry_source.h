// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/expected.h"
#include "cli/command.h"
#include "detection/known_domains.h"
#include "detection/reason.h"
#include "detection/snapshot.h"
#include "registry/policy.h"

namespace namesake::cli {

// Which registry a command works against: a store's account, or a CSV file.
struct RegistryOptions {
  StoreOptions store;
  std::string csv;  // empty: the store's
  std::vector<std::string> domains;
  std::string authserv_id;
  std::string config;  // a settings file of the services, for what no option says
};

// --store, --account, --registry, --domain, --authserv-id and --config.
void AddRegistryOptions(CLI::App& command, RegistryOptions& options);

struct LoadedRegistry {
  std::vector<detection::Identity> identities;
  std::vector<std::string> domains;  // in ASCII form, sorted, each once
  std::vector<registry::Policy> policies;
  detection::ReasonSet off = {};
  std::shared_ptr<const detection::KnownDomains> known =
      std::make_shared<const detection::KnownDomains>();
  std::string authserv_id;  // whose Authentication-Results are to be believed
};

// kInvalidArgument when none is named, when the settings file or the CSV has faults (each is
// complained of) or a domain is none; otherwise as OpenStoreAndAccount.
[[nodiscard]] base::Expected<LoadedRegistry> LoadRegistry(const RegistryOptions& options);

[[nodiscard]] detection::Snapshot MakeSnapshot(LoadedRegistry registry);

}  // namespace namesake::cli
