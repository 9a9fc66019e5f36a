// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace namesake::cli {

// Adds `filter`: one message from standard input to standard output, with its verdict on top.
void AddFilterCommand(CLI::App& app, Work& chosen);

}  // namespace namesake::cli
