// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `policy` (allow, trust, block, list, remove).
void AddPolicyCommands(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
