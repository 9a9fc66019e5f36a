// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `audit`: who changed what.
void AddAuditCommand(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
