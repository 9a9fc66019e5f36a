// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "cli/command.h"
#include "detection/reason.h"
#include "detection/snapshot.h"
#include "registry/policy.h"

namespace namesake::cli {

// Which registry a command works against: a store's account, or a CSV file.
struct RegistryOptions {
  StoreOptions store;
  std::string csv;  // empty: the store's
  std::vector<std::string> domains;
};

// --store, --account, --registry and --domain.
void AddRegistryOptions(CLI::App& command, RegistryOptions& options);

struct LoadedRegistry {
  std::vector<detection::Identity> identities;
  std::vector<std::string> domains;  // in ASCII form, sorted, each once
  std::vector<registry::Policy> policies;
  detection::ReasonSet off = {};
};

// kInvalidArgument when none is named, when the CSV has faults (each is complained of) or a domain
// is none; otherwise as OpenStoreAndAccount.
[[nodiscard]] base::Expected<LoadedRegistry> LoadRegistry(const RegistryOptions& options);

[[nodiscard]] detection::Snapshot MakeSnapshot(LoadedRegistry registry);

// Both, and a word when the registry is empty.
[[nodiscard]] base::Expected<detection::Snapshot> LoadSnapshot(const RegistryOptions& options);

}  // namespace namesake::cli
