// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "base/log.h"
#include "settings/settings.h"

// How a service begins: what namesaked and namesake-milter have in common before they serve.
namespace namesake::launch {

// How the program ends.
enum class ExitStatus : int {
  kStopped = 0,  // by a signal, in good order; also --help and its like
  kFailed = 1,   // while it was serving
  kUnfit = 2,    // it never served: command line, settings, store, address or socket are wrong
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

// An option of the command line that stands for a setting.
struct Option {
  std::string_view name;  // with its dashes
  std::string_view key;   // of the setting
  std::string_view type;  // of the value, for --help
  std::string_view meaning;
};

struct Service {
  std::string_view name;
  std::string_view description;
  std::string_view footer;  // of --help
  settings::Program program;
  std::vector<Option> options;
};

[[nodiscard]] Invocation ReadCommandLine(const Service& service, int argc, const char* const* argv);

// "<program>: …" on standard error, each line escaped.
void Complain(std::string_view program, std::string_view message);

[[nodiscard]] base::LogLevel ReadLogLevel(const settings::Settings& settings);

}  // namespace namesake::launch
