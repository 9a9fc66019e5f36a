// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kColumn = 24;  // where descriptions begin

std::string Row(std::string_view left, std::string_view right) {
  std::string row = fmt::format("  {}", left);
  if (row.size() + 2 > kColumn) row += '\n' + std::string(kColumn, ' ');
  if (row.size() < kColumn) row.resize(kColumn, ' ');
  return row + Wrap(right, kColumn) + '\n';
}

std::vector<const CLI::App*> CommandsBelow(const CLI::App& app) { return app.get_subcommands({}); }

// One row for each command that does something.
std::string CommandRows(const CLI::App& app, const std::string& prefix) {
  std::string rows;
  for (const CLI::App* command : CommandsBelow(app)) {
    const std::string name = prefix + command->get_name();
    rows += CommandsBelow(*command).empty() ? Row(name, command->get_description())
                                            : CommandRows(*command, name + ' ');
  }
  return rows;
}

std::string PositionalName(const CLI::Option& option) {
  const bool many = option.get_expected_max() > 1;
  return option.get_name(true, false) + (many ? "..." : "");
}

std::string OptionRow(const CLI::Option& option) {
  if (option.get_positional()) return Row(PositionalName(option), option.get_description());
  std::string left = option.get_name(false, true);
  const std::size_t comma = left.find(',');
  if (comma != std::string::npos) left.insert(comma + 1, 1, ' ');
  if (option.get_type_size() != 0) left += ' ' + option.get_type_name();
  return Row(left, option.get_description() + (option.get_required() ? " (required)" : ""));
}

class HelpForm : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode /*mode*/) const override {
    std::string positionals;
    std::string positional_rows;
    std::string option_rows;
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_positional()) positionals += ' ' + PositionalName(*option);
      (option->get_positional() ? positional_rows : option_rows) += OptionRow(*option);
    }
    const std::string command_rows =
        CommandRows(*app, app->get_parent() == nullptr ? "" : app->get_name() + ' ');

    std::string help = Wrap(app->get_description(), 0) + "\n\n";
    help += fmt::format("Usage: {}{} [OPTIONS]{}\n", name, command_rows.empty() ? "" : " COMMAND",
                        positionals);
    if (!positional_rows.empty()) help += '\n' + positional_rows;
    if (!command_rows.empty()) help += "\nCommands:\n" + command_rows;
    help += "\nOptions:\n" + option_rows;
    if (!app->get_footer().empty()) help += '\n' + app->get_footer() + '\n';
    return help;
  }
};

}  // namespace

std::string Wrap(std::string_view text, std::size_t column) {
  std::string lines;
  while (text.size() > kWidth - column) {
    std::size_t end = text.rfind(' ', kWidth - column);
    if (end == std::string_view::npos) end = std::min(text.find(' '), text.size());
    lines += text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!text.empty()) lines += '\n' + std::string(column, ' ');
  }
  lines += text;
  return lines;
}

void SetHelpForm(CLI::App& app) {
  app.formatter(std::make_shared<HelpForm>());
  app.set_help_flag("-h,--help", "Print this help and exit");
}

std::string ExplainFault(const CLI::App& app, const CLI::ParseError& fault) {
  // As far as the command line was understood.
  const CLI::App* command = &app;
  std::string name = app.get_name();
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    name += ' ' + command->get_name();
  }
  std::string what = fault.what();
  if (!CommandsBelow(*command).empty()) {
    const std::vector<std::string> rest = command->remaining();
    const auto word = std::find_if(rest.begin(), rest.end(),
                                   [](const std::string& text) { return !text.starts_with('-'); });
    if (!rest.empty() && rest.front().starts_with('-')) {
      what = fmt::format("there is no option {}", rest.front());
    } else if (word != rest.end()) {
      what = fmt::format("there is no command \"{}\"", *word);
    } else {
      what = "a command is missing";
    }
  }
  return fmt::format("{}, see {} --help", what, name);
}

}  // namespace namesake::cli
