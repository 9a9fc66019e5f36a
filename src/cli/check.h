// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace namesake::cli {

// Adds `registry check` to the group `registry`.
void AddCheckCommand(CLI::App& group, Work& chosen);

}  // namespace namesake::cli
