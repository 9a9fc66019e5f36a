// SPDX-License-Identifier: Apache-2.0
#include "launch/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.h"
#include "base/log.h"
#include "settings/settings.h"
#include "text/escape.h"

namespace namesake::launch {
namespace {

// A report of every fault of a settings file fits; the file of another program by mistake may not.
constexpr std::size_t kMaxLineCodePoints = 4096;

Invocation Answered(ExitStatus status) { return {.source = std::nullopt, .status = status}; }

// --help and --version are answers, everything else that ends the parsing is a fault.
Invocation EndOfParsing(const Service& service, const CLI::App& app, const CLI::ParseError& end) {
  if (end.get_exit_code() == 0) {
    app.exit(end);
    return Answered(ExitStatus::kStopped);
  }
  Complain(service.name, fmt::format("{}, see {} --help", end.what(), service.name));
  return Answered(ExitStatus::kUnfit);
}

Invocation CheckConfig(const Service& service, const SettingsSource& source) {
  if (const auto settings = source.Read(); !settings) {
    Complain(service.name, settings.error().message);
    return Answered(ExitStatus::kUnfit);
  }
  fmt::print("The settings are valid.\n");
  return Answered(ExitStatus::kStopped);
}

// `option` is read while parsing.
void AddOption(CLI::App& app, const Option& option, SettingsSource& source) {
  const auto remember = [&source, &option](const std::string& text) {
    source.overrides.emplace_back(option.key, text);
  };
  app.add_option_function<std::string>(std::string(option.name), remember,
                                       std::string(option.meaning))
      ->type_name(std::string(option.type));
}

}  // namespace

void Complain(std::string_view program, std::string_view message) {
  while (!message.empty()) {
    const std::size_t end = message.find('\n');
    const std::string line = fmt::format(
        "{}: {}\n", program, text::EscapeForDisplay(message.substr(0, end), kMaxLineCodePoints));
    std::fputs(line.c_str(), stderr);
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
  }
}

base::LogLevel ReadLogLevel(const settings::Settings& settings) {
  // The table allows these words and no other.
  const std::string_view word = settings.Text("log.level");
  if (word == "debug") return base::LogLevel::kDebug;
  if (word == "warning") return base::LogLevel::kWarning;
  if (word == "error") return base::LogLevel::kError;
  return base::LogLevel::kInfo;
}

base::Expected<settings::Settings> SettingsSource::Read() const {
  auto settings = file.empty() ? settings::Settings() : settings::Settings::Load(file);
  if (!settings) return settings;
  for (const auto& [key, text] : overrides) {
    if (auto set = settings->Set(key, text); !set) return base::Fail(set.error());
  }
  return settings;
}

Invocation ReadCommandLine(const Service& service, int argc, const char* const* argv) {
  const std::string name(service.name);
  CLI::App app(std::string(service.description), name);
  app.set_version_flag("--version", name + " " NAMESAKE_VERSION);
  SettingsSource source;
  for (const Option& option : service.options) AddOption(app, option, source);
  app.add_option("--config", source.file, "Settings in TOML; the options above win over them")
      ->type_name("FILE");
  bool check = false;
  bool print = false;
  app.add_flag("--check-config", check, "Read the settings, name every fault, and end");
  app.add_flag("--print-defaults", print, "Print a settings file with every default, and end");
  app.footer(std::string(service.footer));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    return EndOfParsing(service, app, end);
  }
  if (print) {
    fmt::print("{}", settings::PrintDefaults(service.program));
    return Answered(ExitStatus::kStopped);
  }
  if (check) return CheckConfig(service, source);
  return {.source = std::move(source), .status = ExitStatus::kStopped};
}

}  // namespace namesake::launch
