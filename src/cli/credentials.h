// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `token` (Authorization: Bearer) and `key` (X-Auth-Email and X-Auth-Key), each with create,
// list and revoke.
void AddCredentialCommands(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
