// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "settings/settings.h"

namespace namesake::daemon {

// How the program ends.
enum class ExitStatus : int {
  kStopped = 0,  // by a signal, in good order; also --help and its like
  kFailed = 1,   // while it was serving
  kUnfit = 2,    // it never served: command line, settings, store or address are wrong
};

// Where the settings come from: the file, and over it what the command line says. Read again for
// every reload.
struct SettingsSource {
  std::string file;                                            // "" without one
  std::vector<std::pair<std::string, std::string>> overrides;  // key and text

  [[nodiscard]] base::Expected<settings::Settings> Read() const;
};

// What the command line asks for. Without `source` it was answered on the spot (--help, --version,
// --print-defaults, --check-config) or wrong, and the program ends with `status`.
struct Invocation {
  std::optional<SettingsSource> source;
  ExitStatus status = ExitStatus::kStopped;
};

[[nodiscard]] Invocation ReadCommandLine(int argc, const char* const* argv);

// "namesaked: …" on standard error, each line escaped.
void Complain(std::string_view message);

}  // namespace namesake::daemon
