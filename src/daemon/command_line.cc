// SPDX-License-Identifier: Apache-2.0
#include "daemon/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.h"
#include "settings/settings.h"
#include "text/escape.h"

namespace namesake::daemon {
namespace {

// A report of every fault of a settings file fits; the file of another program by mistake may not.
constexpr std::size_t kMaxLineCodePoints = 4096;

Invocation Answered(ExitStatus status) { return {.source = std::nullopt, .status = status}; }

// --help and --version are answers, everything else that ends the parsing is a fault.
Invocation EndOfParsing(const CLI::App& app, const CLI::ParseError& end) {
  if (end.get_exit_code() == 0) {
    app.exit(end);
    return Answered(ExitStatus::kStopped);
  }
  Complain(fmt::format("{}, see namesaked --help", end.what()));
  return Answered(ExitStatus::kUnfit);
}

Invocation CheckConfig(const SettingsSource& source) {
  if (const auto settings = source.Read(); !settings) {
    Complain(settings.error().message);
    return Answered(ExitStatus::kUnfit);
  }
  fmt::print("The settings are valid.\n");
  return Answered(ExitStatus::kStopped);
}

}  // namespace

void Complain(std::string_view message) {
  while (!message.empty()) {
    const std::size_t end = message.find('\n');
    const std::string line = fmt::format(
        "namesaked: {}\n", text::EscapeForDisplay(message.substr(0, end), kMaxLineCodePoints));
    std::fputs(line.c_str(), stderr);
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
  }
}

base::Expected<settings::Settings> SettingsSource::Read() const {
  auto settings = file.empty() ? settings::Settings() : settings::Settings::Load(file);
  if (!settings) return settings;
  for (const auto& [key, text] : overrides) {
    if (auto set = settings->Set(key, text); !set) return base::Fail(set.error());
  }
  return settings;
}

Invocation ReadCommandLine(int argc, const char* const* argv) {
  CLI::App app("Namesake's API: the registry of protected identities over HTTP", "namesaked");
  app.set_version_flag("--version", "namesaked " NAMESAKE_VERSION);
  SettingsSource source;
  const auto add = [&](const char* option, const char* key, const char* type,
                       const std::string& meaning) {
    const auto remember = [&source, key](const std::string& text) {
      source.overrides.emplace_back(key, text);
    };
    app.add_option_function<std::string>(option, remember, meaning)->type_name(type);
  };
  add("--listen", "listen", "ADDRESS:PORT",
      "Where the API answers (default: 127.0.0.1:8787); port 0 takes any free one");
  add("--store", "store", "URI",
      "The store: sqlite:PATH, made when it is missing "
      "(default: sqlite:/var/lib/namesake/namesake.db)");
  app.add_option("--config", source.file, "Settings in TOML; the options above win over them")
      ->type_name("FILE");
  bool check = false;
  bool print = false;
  app.add_flag("--check-config", check, "Read the settings, name every fault, and end");
  app.add_flag("--print-defaults", print, "Print a settings file with every default, and end");
  app.footer(
      "Example:\n"
      "  namesaked --listen 127.0.0.1:8787 --store sqlite:namesake.db\n\n"
      "SIGTERM and SIGINT finish what is running and stop it, SIGHUP reads settings and\n"
      "certificate again. Exit status: 0 stopped, 1 failed while serving, 2 could not start.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    return EndOfParsing(app, end);
  }
  if (print) {
    fmt::print("{}", settings::PrintDefaults(settings::Program::kDaemon));
    return Answered(ExitStatus::kStopped);
  }
  if (check) return CheckConfig(source);
  return {.source = std::move(source), .status = ExitStatus::kStopped};
}

}  // namespace namesake::daemon
