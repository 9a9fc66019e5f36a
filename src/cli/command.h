// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "cli/output.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/open.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own
class App;
class Option;
}  // namespace CLI

namespace namesake::cli {

// How the program ends. Administrators script around `scan` as around virus scanners.
enum class ExitStatus : int {
  kSuccess = 0,
  kFlagged = 1,            // scan: at least one message was flagged
  kError = 2,              // for whatever reason the work is not done, or not all of it
  kTemporaryFailure = 75,  // filter: the message did not go through (EX_TEMPFAIL of sysexits.h)
  kInterrupted = 130,      // scan: stopped by SIGINT, as shells count it
};

// What a command works with besides its own options.
struct Console {
  Output& out;  // for other programs: ids, secrets, CSV, findings
  const base::Clock& clock;
};

// "namesake: …" and "…" on standard error, one line each, escaped.
void Complain(std::string_view message);
void Tell(std::string_view message);

// The work that the command line asked for, to be done when all of it was understood. An error is
// printed by main and ends with kError.
using Work = std::function<base::Expected<ExitStatus>(Console&)>;

// Adds a command below `parent`, which puts its work into `chosen` when the command line names it.
CLI::App& AddCommand(CLI::App& parent, Work& chosen, const std::string& name,
                     const std::string& description, Work work);

// The same for a function and the options that it wants. They live as long as the command.
//
//   const auto [command, options] = AddCommand(group, chosen, "create", "Make an account", Create);
//   command.add_option("--name", options.name, …);
template <typename Options>
struct Command {
  CLI::App& app;
  Options& options;
};

template <typename Options>
Command<Options> AddCommand(CLI::App& parent, Work& chosen, const std::string& name,
                            const std::string& description,
                            base::Expected<ExitStatus> (*run)(Console&, const Options&)) {
  const auto options = std::make_shared<Options>();
  CLI::App& app =
      AddCommand(parent, chosen, name, description,
                 Work([options, run](Console& console) { return run(console, *options); }));
  return {app, *options};
}

// A command that groups others ("account"): alone it is an error.
CLI::App& AddGroup(CLI::App& parent, const std::string& name, const std::string& description);

// An option whose value is one of a few words; `choose` gets its place among them.
CLI::Option& AddChoice(CLI::App& command, const std::string& name,
                       const std::vector<std::string>& words, const std::string& description,
                       std::function<void(std::size_t)> choose);

// The same for an enumeration.
//
//   AddChoice<ScanFormat>(scan, "--format", {{"text", ScanFormat::kText}, …}, "…", options.format);
template <typename Value>
struct Choice {
  std::string word;
  Value value;
};

template <typename Value>
CLI::Option& AddChoice(CLI::App& command, const std::string& name,
                       const std::vector<Choice<Value>>& choices, const std::string& description,
                       Value& chosen) {
  std::vector<std::string> words;
  words.reserve(choices.size());
  for (const Choice<Value>& choice : choices) words.push_back(choice.word);
  return AddChoice(command, name, words, description,
                   [choices, &chosen](std::size_t place) { chosen = choices[place].value; });
}

// --store URI, by default what NAMESAKE_STORE says, and --account ID, by default the store's only
// one.
struct StoreOptions {
  std::string store;
  std::string account;
};

// What --store says, or else the environment. kInvalidArgument when neither does.
[[nodiscard]] base::Expected<std::string> StoreUri(const StoreOptions& options);

// Whoever runs the program, for the audit log: "cli:root".
[[nodiscard]] std::string Actor();

// Whether a store is named, by either.
[[nodiscard]] bool NamesStore(const StoreOptions& options);

CLI::Option& AddStoreOption(CLI::App& command, StoreOptions& options);
CLI::Option& AddAccountOption(CLI::App& command, StoreOptions& options);

[[nodiscard]] base::Expected<std::unique_ptr<registry::Store>> OpenStore(
    const StoreOptions& options, storage::OpenMode mode = storage::OpenMode::kExisting);

// The account of --account, or the only one. kInvalidArgument when it is not 32 hex digits, or is
// left out where the store has several; kNotFound when it is not in the store.
[[nodiscard]] base::Expected<registry::AccountId> ChooseAccount(registry::Store& store,
                                                                const StoreOptions& options);

// A store opened and the account to work on.
struct OpenAccount {
  std::unique_ptr<registry::Store> store;
  registry::AccountId id;
};

[[nodiscard]] base::Expected<OpenAccount> OpenStoreAndAccount(const StoreOptions& options);

// The whole of a file, or of standard input for "-". kNotFound, kUnavailable.
[[nodiscard]] base::Expected<std::string> ReadInput(const std::string& path);

// One line of a list: the columns with a tab between, each escaped, so that `cut` and `awk` find
// them.
[[nodiscard]] std::string TabbedLine(std::initializer_list<std::string_view> columns);

}  // namespace namesake::cli
