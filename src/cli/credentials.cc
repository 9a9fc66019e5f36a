// SPDX-License-Identifier: Apache-2.0
#include "cli/credentials.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "mail/addr_spec.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"

namespace namesake::cli {
namespace {

using registry::Credential;
using registry::CredentialKind;
using registry::Permission;

// What the two kinds are called, and what is different in how they are handled.
struct KindWords {
  CredentialKind kind;
  std::string_view command;  // "token"
  std::string_view noun;     // "token", "API key"
};

constexpr KindWords kToken{CredentialKind::kToken, "token", "token"};
constexpr KindWords kKey{CredentialKind::kApiKey, "key", "API key"};

std::string_view StateName(const Credential& credential, base::Time now) {
  if (credential.revoked_at) return "revoked";
  return registry::IsActive(credential, now) ? "active" : "expired";
}

// ---- create -------------------------------------------------------------------------------------

// Stores the credential and prints its secret: the only time that anybody sees it.
base::Expected<ExitStatus> Issue(Console& console, registry::Store& store, Credential draft,
                                 const KindWords& words) {
  draft.kind = words.kind;
  const auto [credential, secret] = registry::Issue(std::move(draft), console.clock.Now());
  if (const auto added = store.AddCredential(credential); !added) return base::Fail(added.error());

  console.out.Write(secret + '\n');
  Tell(fmt::format("{} {} may {} account {}; it is shown this once only", words.noun, credential.id,
                   registry::PermissionName(credential.permission),
                   registry::FormatAccountId(credential.account)));
  return ExitStatus::kSuccess;
}

struct CreateTokenOptions {
  StoreOptions store;
  Permission permission = Permission::kRead;
  std::string name;
  std::string expires;
};

base::Expected<std::optional<base::Time>> ReadExpiry(const std::string& text, base::Time now) {
  if (text.empty()) return std::nullopt;
  const auto time = base::ParseRfc3339(text);
  if (!time) {
    return base::Fail(
        base::ErrorCode::kInvalidArgument,
        fmt::format("--expires: {}, write it like 2030-01-31T23:59:59Z", time.error().message));
  }
  if (*time <= now) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      fmt::format("--expires: {} is past, name a time to come", text));
  }
  return *time;
}

base::Expected<ExitStatus> CreateToken(Console& console, const CreateTokenOptions& options) {
  const auto expires_at = ReadExpiry(options.expires, console.clock.Now());
  if (!expires_at) return base::Fail(expires_at.error());
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  Credential credential;
  credential.account = account->id;
  credential.name = options.name;
  credential.permission = options.permission;
  credential.expires_at = *expires_at;
  return Issue(console, *account->store, std::move(credential), kToken);
}

struct CreateKeyOptions {
  StoreOptions store;
  std::string email;
  std::string name;
};

base::Expected<ExitStatus> CreateKey(Console& console, const CreateKeyOptions& options) {
  if (const auto address = mail::ParseAddrSpec(options.email); !address) {
    return base::Fail(
        base::ErrorCode::kInvalidArgument,
        fmt::format("--email: \"{}\" is no e-mail address: {} at character {}", options.email,
                    mail::Describe(address.error().fault), address.error().offset + 1));
  }
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  Credential credential;
  credential.account = account->id;
  credential.name = options.name;
  credential.email = options.email;
  credential.permission = Permission::kWrite;  // an API key stands for its user, who may do all
  return Issue(console, *account->store, std::move(credential), kKey);
}

// ---- list ---------------------------------------------------------------------------------------

base::Expected<std::vector<Credential>> CredentialsOf(const OpenAccount& account,
                                                      CredentialKind kind) {
  auto credentials = account.store->ListCredentials();
  if (!credentials) return credentials;
  std::erase_if(*credentials, [&](const Credential& credential) {
    return credential.account != account.id || credential.kind != kind;
  });
  return credentials;
}

std::string ListLine(const Credential& credential, base::Time now) {
  const std::string created = base::FormatRfc3339(credential.created_at);
  const std::string expires =
      credential.expires_at ? base::FormatRfc3339(*credential.expires_at) : "-";
  const std::string_view state = StateName(credential, now);
  if (credential.kind == CredentialKind::kApiKey) {
    return TabbedLine({credential.id, credential.email, state, created, credential.name});
  }
  return TabbedLine({credential.id, registry::PermissionName(credential.permission), state, created,
                     expires, credential.name});
}

template <const KindWords& kWords>
base::Expected<ExitStatus> List(Console& console, const StoreOptions& options) {
  auto account = OpenStoreAndAccount(options);
  if (!account) return base::Fail(std::move(account.error()));
  const auto credentials = CredentialsOf(*account, kWords.kind);
  if (!credentials) return base::Fail(credentials.error());
  const base::Time now = console.clock.Now();
  for (const Credential& credential : *credentials) console.out.Write(ListLine(credential, now));
  return ExitStatus::kSuccess;
}

// ---- revoke -------------------------------------------------------------------------------------

struct RevokeOptions {
  StoreOptions store;
  std::string subject;  // an id or the secret itself
};

bool IsNamedBy(const Credential& credential, std::string_view subject) {
  if (credential.id == subject) return true;
  return credential.hash == (credential.kind == CredentialKind::kToken
                                 ? registry::HashToken(subject)
                                 : registry::HashApiKey(credential.email, subject));
}

// The subject may be a secret with a typing error, so no message repeats it.
base::Expected<Credential> FindSubject(registry::Store& store, std::string_view subject,
                                       const KindWords& words) {
  const auto credentials = store.ListCredentials();
  if (!credentials) return base::Fail(credentials.error());
  const auto found =
      std::find_if(credentials->begin(), credentials->end(), [&](const Credential& credential) {
        return credential.kind == words.kind && IsNamedBy(credential, subject);
      });
  if (found != credentials->end()) return *found;
  return base::Fail(base::ErrorCode::kNotFound,
                    fmt::format("the store has no {} of that id, nor one that is that secret (they "
                                "are listed by: namesake {} list)",
                                words.noun, words.command));
}

template <const KindWords& kWords>
base::Expected<ExitStatus> Revoke(Console& console, const RevokeOptions& options) {
  auto store = OpenStore(options.store);
  if (!store) return base::Fail(std::move(store.error()));
  const auto credential = FindSubject(**store, options.subject, kWords);
  if (!credential) return base::Fail(credential.error());
  if (credential->revoked_at) {
    Tell(fmt::format("{} {} has been revoked since {}", kWords.noun, credential->id,
                     base::FormatRfc3339(*credential->revoked_at)));
    return ExitStatus::kSuccess;
  }
  if (const auto revoked = (*store)->RevokeCredential(credential->id, console.clock.Now());
      !revoked) {
    return base::Fail(revoked.error());
  }
  Tell(fmt::format("{} {} of account {} is revoked", kWords.noun, credential->id,
                   registry::FormatAccountId(credential->account)));
  return ExitStatus::kSuccess;
}

// ---- wiring -------------------------------------------------------------------------------------

template <const KindWords& kWords>
void AddListAndRevoke(CLI::App& group, Work& chosen, const std::string& columns) {
  const auto [list, list_options] = AddCommand(
      group, chosen, "list", fmt::format("Print one line each: {}", columns), List<kWords>);
  AddStoreOption(list, list_options);
  AddAccountOption(list, list_options);

  const auto [revoke, revoke_options] =
      AddCommand(group, chosen, "revoke", "End its use at once, for good", Revoke<kWords>);
  AddStoreOption(revoke, revoke_options.store);
  revoke.add_option("ID|SECRET", revoke_options.subject, "Its id, or the secret itself")
      ->required();
}

void AddTokenCommands(CLI::App& app, Work& chosen) {
  CLI::App& group = AddGroup(app, "token", "API tokens (Authorization: Bearer)");
  const auto [create, options] =
      AddCommand(group, chosen, "create", "Make a token and print it, this once only", CreateToken);
  AddStoreOption(create, options.store);
  AddAccountOption(create, options.store);
  AddChoice<Permission>(create, "--permission",
                        {{"read", Permission::kRead}, {"write", Permission::kWrite}},
                        "What it allows; write includes read", options.permission)
      .required();
  create.add_option("--name", options.name, "What it is for")->type_name("TEXT");
  create.add_option("--expires", options.expires, "When it ends (default: never)")
      ->type_name("RFC3339");
  create.footer(
      "Example:\n"
      "  namesake token create --store sqlite:namesake.db --permission write \\\n"
      "    --name terraform --expires 2030-01-01T00:00:00Z");
  AddListAndRevoke<kToken>(group, chosen, "id, permission, state, created, expires, name");
}

void AddKeyCommands(CLI::App& app, Work& chosen) {
  CLI::App& group = AddGroup(app, "key", "API keys (X-Auth-Email and X-Auth-Key)");
  const auto [create, options] = AddCommand(
      group, chosen, "create", "Make an API key and print it, this once only", CreateKey);
  AddStoreOption(create, options.store);
  AddAccountOption(create, options.store);
  create.add_option("--email", options.email, "The X-Auth-Email that goes with it")
      ->type_name("ADDR")
      ->required();
  create.add_option("--name", options.name, "What it is for")->type_name("TEXT");
  create.footer(
      "Example:\n"
      "  namesake key create --store sqlite:namesake.db --email admin@example.com");
  AddListAndRevoke<kKey>(group, chosen, "id, e-mail address, state, created, name");
}

}  // namespace

void AddCredentialCommands(CLI::App& app, Work& chosen) {
  AddTokenCommands(app, chosen);
  AddKeyCommands(app, chosen);
}

}  // namespace namesake::cli
