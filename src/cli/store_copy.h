// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// `store copy`.
void AddStoreCommands(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
