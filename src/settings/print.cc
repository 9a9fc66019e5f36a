// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "settings/settings.h"

namespace namesake::settings {
namespace {

constexpr std::size_t kCommentColumns = 98;  // behind "# ", within 100 columns

bool Concerns(const Setting& setting, Program program) {
  return (static_cast<unsigned>(setting.program) & static_cast<unsigned>(program)) != 0;
}

std::string_view TableOf(std::string_view key) {
  const std::size_t dot = key.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : key.substr(0, dot);
}

std::string_view NameOf(std::string_view key) { return key.substr(key.rfind('.') + 1); }

// Defaults are our own texts: none holds a quote, a backslash or a control character.
std::string Toml(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  return fmt::format("\"{}\"", std::get<std::string>(value));
}

// "One of tag, quarantine, reject." or "From 1 to 3600."; "" when the type says it all.
std::string Allowed(const Setting& setting) {
  if (!setting.choices.empty()) return fmt::format("One of {}.", fmt::join(setting.choices, ", "));
  if (std::holds_alternative<std::int64_t>(setting.default_value)) {
    return fmt::format("From {} to {}.", setting.minimum, setting.maximum);
  }
  return {};
}

std::string_view WhenRead(const Setting& setting) {
  return setting.reload == Reload::kOnHangup ? "Takes effect on reload."
                                             : "Takes effect on restart.";
}

std::string Meaning(const Setting& setting) {
  const std::string allowed = Allowed(setting);
  return fmt::format("{}{}{}", setting.doc, allowed.empty() ? "" : " ", allowed);
}

// `text` as comment lines of at most 100 columns.
std::string Comment(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    std::size_t end = text.size();
    if (end > kCommentColumns) end = text.rfind(' ', kCommentColumns);
    lines += fmt::format("# {}\n", text.substr(0, end));
    text.remove_prefix(end);
    if (!text.empty()) text.remove_prefix(1);
  }
  return lines;
}

std::string_view ProgramName(Program program) {
  switch (program) {
    case Program::kDaemon:
      return "`namesaked`";
    case Program::kMilter:
      return "`namesake-milter`";
    case Program::kBoth:
      return "both";
  }
  return "";
}

std::string InCode(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->empty() ? "empty" : fmt::format("`{}`", Toml(value));
}

}  // namespace

std::string PrintDefaults(Program program) {
  std::string toml = Comment("Every setting at its default. What is left out has this value.");
  std::string_view table;
  for (const Setting& setting : Table()) {
    if (!Concerns(setting, program)) continue;
    if (const auto own = TableOf(setting.key); own != table) {
      table = own;
      toml += fmt::format("\n[{}]\n", table);
    }
    toml += fmt::format("\n{}{} = {}\n",
                        Comment(fmt::format("{} {}", Meaning(setting), WhenRead(setting))),
                        NameOf(setting.key), Toml(setting.default_value));
  }
  return toml;
}

std::string PrintMarkdown() {
  std::string page =
      "# Configuration\n"
      "\n"
      "`namesaked` and `namesake-milter` read one TOML file each, or the same: `--config FILE`. A\n"
      "program ignores the settings of the other one, and what the command line says wins over "
      "the\n"
      "file. `--print-defaults` prints a commented file with every setting, `--check-config` "
      "reads the\n"
      "file, names every fault with its line, and ends.\n"
      "\n"
      "`namesaked` reads its file again on SIGHUP, `namesake-milter` on SIGUSR1. A file with a "
      "fault\n"
      "changes nothing, and the log says what is wrong with it; a changed setting that needs a\n"
      "restart is named there, too.\n"
      "\n"
      "This page is generated from the table in `src/settings/table.cc`.\n";
  for (const Setting& setting : Table()) {
    page +=
        fmt::format("\n## {}\n\n{}\n\nDefault: {}. For {}. {}\n", setting.key, Meaning(setting),
                    InCode(setting.default_value), ProgramName(setting.program), WhenRead(setting));
  }
  return page;
}

}  // namespace namesake::settings
