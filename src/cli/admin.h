// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `account` (create, list) and `domain` (add, list, remove).
void AddAdminCommands(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
