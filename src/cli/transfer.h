// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "cli/command.h"
#include "registry/csv.h"

namespace namesake::cli {

// The rows of a registry CSV ("-": standard input). When lines are bad, each is complained of
// ("namesake: FILE:LINE: …") and the error says how many they are.
[[nodiscard]] base::Expected<std::vector<registry::CsvRow>> ReadRegistryFile(
    const std::string& path);

// Adds `registry` (import, export, check).
void AddTransferCommands(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
