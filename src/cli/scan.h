// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `scan`: checks the messages of files and mailboxes against a registry.
void AddScanCommand(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
