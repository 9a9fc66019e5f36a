// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `domain` (add, list, remove).
void AddDomainCommands(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
