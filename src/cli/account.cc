// SPDX-License-Identifier: Apache-2.0
#include "cli/account.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/help.h"
#include "live/account_settings.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/open.h"

namespace namesake::cli {
namespace {

struct AccountOptions {
  StoreOptions store;
  std::string id;
  std::string name;
};

base::Expected<ExitStatus> CreateAccount(Console& console, const AccountOptions& options) {
  registry::Account account{
      .id = registry::MakeAccountId(), .name = options.name, .created_at = console.clock.Now()};
  if (!options.id.empty()) {
    const auto id = registry::ParseAccountId(options.id);
    if (!id) {
      return base::Fail(base::ErrorCode::kInvalidArgument,
                        fmt::format("--id: \"{}\" is no account id, which is 32 hex digits in "
                                    "lower case",
                                    options.id));
    }
    account.id = *id;
  }
  const std::string id = registry::FormatAccountId(account.id);
  if (account.name.empty()) account.name = id;

  auto store = OpenStore(options.store, storage::OpenMode::kCreate);
  if (!store) return base::Fail(std::move(store.error()));
  if (auto added = (*store)->AddAccount(account); !added) {
    if (added.error().code != base::ErrorCode::kConflict) return base::Fail(added.error());
    return base::Fail(base::ErrorCode::kConflict,
                      fmt::format("--id: account {} exists already, take another id or leave --id "
                                  "out for a new one",
                                  id));
  }
  console.out.Write(id + '\n');
  return ExitStatus::kSuccess;
}

base::Expected<ExitStatus> ListAccounts(Console& console, const StoreOptions& options) {
  auto store = OpenStore(options);
  if (!store) return base::Fail(std::move(store.error()));
  const auto accounts = (*store)->ListAccounts();
  if (!accounts) return base::Fail(accounts.error());
  for (const registry::Account& account : *accounts) {
    console.out.Write(TabbedLine({registry::FormatAccountId(account.id),
                                  base::FormatRfc3339(account.created_at), account.name}));
  }
  return ExitStatus::kSuccess;
}

struct SettingOptions {
  StoreOptions store;
  std::vector<std::string> assignments;
};

// "NAME=VALUE"; without a value: back to the default.
base::Expected<registry::AccountSettingChanges> ReadAssignments(
    const std::vector<std::string>& assignments) {
  registry::AccountSettingChanges changes;
  for (const std::string& assignment : assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos) {
      return base::Fail(base::ErrorCode::kInvalidArgument,
                        fmt::format("\"{}\": write it as NAME=VALUE", assignment));
    }
    const std::string name = assignment.substr(0, equals);
    const std::string value = assignment.substr(equals + 1);
    if (auto possible = live::CheckAccountSetting(name, value); !possible) {
      return base::Fail(possible.error().code,
                        possible.error().message + "; `namesake account set --help` lists them");
    }
    changes[name] = value.empty() ? std::nullopt : std::optional(value);
  }
  return changes;
}

base::Expected<ExitStatus> ChangeSettings(Console& /*console*/, const SettingOptions& options) {
  const auto changes = ReadAssignments(options.assignments);
  if (!changes) return base::Fail(changes.error());
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  if (auto done = account->store->ChangeAccountSettings(account->id, *changes); !done) {
    return base::Fail(done.error());
  }
  return ExitStatus::kSuccess;
}

base::Expected<ExitStatus> ShowSettings(Console& console, const SettingOptions& options) {
  auto opened = OpenStoreAndAccount(options.store);
  if (!opened) return base::Fail(std::move(opened.error()));
  const auto account = opened->store->GetAccount(opened->id);
  if (!account) return base::Fail(account.error());
  if (!*account) return base::Fail(base::ErrorCode::kNotFound, "the account is gone");
  for (const live::AccountSetting& setting : live::AllAccountSettings()) {
    console.out.Write(TabbedLine({std::string(setting.name), std::string(live::ShownAccountSetting(
                                                                 (*account)->settings, setting))}));
  }
  return ExitStatus::kSuccess;
}

std::string DescribeSettings() {
  std::string text = "Running programs follow within a second. NAME= goes back to the default.\n";
  for (const live::AccountSetting& setting : live::AllAccountSettings()) {
    const std::string_view standard =
        setting.default_value.empty() ? "empty" : setting.default_value;
    text += fmt::format("\n{} (default: {})\n  {}\n  {}\n", setting.name, standard,
                        Wrap(setting.doc, 2), Wrap(fmt::format("Values: {}.", setting.form), 2));
  }
  text += "\nnamesake account set --store sqlite:namesake.db detection.off=display_name_near";
  return text;
}

void AddSettingCommands(CLI::App& group, Work& chosen) {
  const auto set =
      AddCommand(group, chosen, "set", "Change settings of the account", ChangeSettings);
  AddStoreOption(set.app, set.options.store);
  AddAccountOption(set.app, set.options.store);
  set.app.add_option("NAME=VALUE", set.options.assignments, "Settings, with their new values")
      ->required();
  set.app.footer(DescribeSettings());

  const auto show = AddCommand(group, chosen, "show",
                               "Print one line a setting: its name, its value", ShowSettings);
  AddStoreOption(show.app, show.options.store);
  AddAccountOption(show.app, show.options.store);
}

}  // namespace

void AddAccountCommands(CLI::App& app, Work& chosen) {
  CLI::App& group = AddGroup(app, "account", "The accounts (tenants) of a store");

  const auto [create, options] =
      AddCommand(group, chosen, "create", "Make an account and print its id", CreateAccount);
  AddStoreOption(create, options.store);
  create.add_option("--id", options.id, "The id to give it (default: a random one)")
      ->type_name("HEX32");
  create.add_option("--name", options.name, "What people call it (default: its id)")
      ->type_name("TEXT");

  create.footer(
      "Makes the store if there is none:\n"
      "  namesake account create --store sqlite:namesake.db --name \"Example Ltd\"");

  const auto [list, list_options] = AddCommand(
      group, chosen, "list", "Print one line an account: id, creation time, name", ListAccounts);
  AddStoreOption(list, list_options);

  AddSettingCommands(group, chosen);
}

}  // namespace namesake::cli
