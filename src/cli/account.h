// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `account` (create, list, set, show).
void AddAccountCommands(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
