// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "launch/command_line.h"

namespace namesake::daemon {

using launch::ExitStatus;
using launch::SettingsSource;

[[nodiscard]] launch::Invocation ReadCommandLine(int argc, const char* const* argv);

// "namesaked: …" on standard error, each line escaped.
void Complain(std::string_view message);

}  // namespace namesake::daemon
