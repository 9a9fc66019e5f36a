// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own
class App;
class ParseError;
}  // namespace CLI

namespace namesake::cli {

// How --help looks, for `app` and every command that is added to it afterwards: usage, the commands
// below it with their whole names, the options, and the command's own footer (examples). 80 columns
// wide. Whether an option has to be given is said in its description.
void SetHelpForm(CLI::App& app);

// `text` behind that column of a line of 80, broken between words.
[[nodiscard]] std::string Wrap(std::string_view text, std::size_t column);

// What is wrong with the command line and where to read more, for a fault that ended the parsing of
// `app`: «there is no command "frob", see namesake --help».
[[nodiscard]] std::string ExplainFault(const CLI::App& app, const CLI::ParseError& fault);

}  // namespace namesake::cli
