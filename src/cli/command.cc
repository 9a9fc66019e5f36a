// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/open.h"
#include "text/escape.h"

namespace namesake::cli {
namespace {

// A message is our own text around a path, a name or an address of 16 KiB at most.
constexpr std::size_t kMaxMessageCodePoints = 20'000;

void PrintLine(std::string_view prefix, std::string_view message) {
  const std::string line =
      fmt::format("{}{}\n", prefix, text::EscapeForDisplay(message, kMaxMessageCodePoints));
  std::fputs(line.c_str(), stderr);
}

struct CloseFile {
  void operator()(std::FILE* file) const noexcept {
    if (file != stdin) std::fclose(file);  // read only: nothing can be lost
  }
};

// What --store says, or else the environment; may be empty.
std::string NamedStore(const StoreOptions& options) {
  if (!options.store.empty()) return options.store;
  const char* environment = std::getenv("NAMESAKE_STORE");
  return environment == nullptr ? "" : environment;
}

base::Expected<registry::AccountId> OnlyAccount(registry::Store& store) {
  auto accounts = store.ListAccounts();
  if (!accounts) return base::Fail(std::move(accounts.error()));
  if (accounts->empty()) {
    return base::Fail(base::ErrorCode::kNotFound,
                      "the store has no account yet, make one with: namesake account create");
  }
  if (accounts->size() > 1) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      fmt::format("the store has {} accounts, name one with --account (they are "
                                  "listed by: namesake account list)",
                                  accounts->size()));
  }
  return accounts->front().id;
}

}  // namespace

void Complain(std::string_view message) { PrintLine("namesake: ", message); }

void Tell(std::string_view message) { PrintLine("", message); }

CLI::App& AddCommand(CLI::App& parent, Work& chosen, const std::string& name,
                     const std::string& description, Work work) {
  CLI::App& command = *parent.add_subcommand(name, description);
  command.callback([&chosen, work = std::move(work)] { chosen = work; });
  return command;
}

CLI::App& AddGroup(CLI::App& parent, const std::string& name, const std::string& description) {
  CLI::App& group = *parent.add_subcommand(name, description);
  group.require_subcommand(1);
  return group;
}

CLI::Option& AddChoice(CLI::App& command, const std::string& name,
                       const std::vector<std::string>& words, const std::string& description,
                       std::function<void(std::size_t)> choose) {
  // CLI11's own transformers accept the numbers behind the words as well.
  const auto judge = [words](const std::string& text) {
    if (std::find(words.begin(), words.end(), text) != words.end()) return std::string();
    return fmt::format("\"{}\" is none of: {}", text, fmt::join(words, ", "));
  };
  const auto take = [words, choose = std::move(choose)](const std::string& text) {
    const auto found = std::find(words.begin(), words.end(), text);
    choose(static_cast<std::size_t>(found - words.begin()));
  };
  return *command.add_option_function<std::string>(name, take, description)
              ->type_name(fmt::format("{}", fmt::join(words, "|")))
              ->check(judge);
}

bool NamesStore(const StoreOptions& options) { return !NamedStore(options).empty(); }

base::Expected<std::string> StoreUri(const StoreOptions& options) {
  std::string uri = NamedStore(options);
  if (!uri.empty()) return uri;
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    "no store is named, give --store sqlite:PATH or --store "
                    "postgresql://USER@HOST/DATABASE, or set NAMESAKE_STORE");
}

std::string Actor() {
  const passwd* const user = getpwuid(getuid());
  return "cli:" + (user == nullptr ? fmt::format("{}", getuid()) : std::string(user->pw_name));
}

CLI::Option& AddStoreOption(CLI::App& command, StoreOptions& options) {
  return *command
              .add_option("--store", options.store,
                          "The store: sqlite:PATH or postgresql://... (default: NAMESAKE_STORE)")
              ->type_name("URI");
}

CLI::Option& AddAccountOption(CLI::App& command, StoreOptions& options) {
  return *command
              .add_option("--account", options.account,
                          "The account, 32 hex digits (default: the store's only one)")
              ->type_name("ID");
}

base::Expected<std::unique_ptr<registry::Store>> OpenStore(const StoreOptions& options,
                                                           storage::OpenMode mode) {
  const auto uri = StoreUri(options);
  if (!uri) return base::Fail(uri.error());
  auto store = storage::OpenStore(*uri, mode);
  if (store) (*store)->ActAs(Actor());
  return store;
}

base::Expected<registry::AccountId> ChooseAccount(registry::Store& store,
                                                  const StoreOptions& options) {
  if (options.account.empty()) return OnlyAccount(store);
  const auto id = registry::ParseAccountId(options.account);
  if (!id) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      fmt::format("--account: \"{}\" is no account id, which is 32 hex digits in "
                                  "lower case",
                                  options.account));
  }
  auto account = store.GetAccount(*id);
  if (!account) return base::Fail(std::move(account.error()));
  if (!account->has_value()) {
    return base::Fail(base::ErrorCode::kNotFound,
                      fmt::format("--account: the store has no account {}, those it has are listed "
                                  "by: namesake account list",
                                  options.account));
  }
  return *id;
}

base::Expected<OpenAccount> OpenStoreAndAccount(const StoreOptions& options) {
  auto store = OpenStore(options);
  if (!store) return base::Fail(std::move(store.error()));
  auto account = ChooseAccount(**store, options);
  if (!account) return base::Fail(std::move(account.error()));
  return OpenAccount{std::move(*store), *account};
}

base::Expected<std::string> ReadInput(const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(path == "-" ? stdin
                                                               : std::fopen(path.c_str(), "rbe"));
  const auto fail = [&path](int error) {
    const auto code = error == ENOENT ? base::ErrorCode::kNotFound : base::ErrorCode::kUnavailable;
    return base::Fail(code, fmt::format("cannot read {}: {}", path == "-" ? "standard input" : path,
                                        std::generic_category().message(error)));
  };
  if (!file) return fail(errno);

  std::string content;
  std::vector<char> block(std::size_t{64} << 10);
  for (;;) {
    const std::size_t read = std::fread(block.data(), 1, block.size(), file.get());
    content.append(block.data(), read);
    if (read < block.size()) break;
  }
  if (std::ferror(file.get()) != 0) return fail(errno);
  return content;
}

std::string TabbedLine(std::initializer_list<std::string_view> columns) {
  std::string line;
  for (const std::string_view column : columns) {
    if (!line.empty()) line += '\t';
    line += text::EscapeForDisplay(column, kMaxMessageCodePoints);
  }
  line += '\n';
  return line;
}

}  // namespace namesake::cli
