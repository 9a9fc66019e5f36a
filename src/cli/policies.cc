// SPDX-License-Identifier: Apache-2.0
#include "cli/policies.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "cli/command.h"
#include "registry/account.h"
#include "registry/ip_network.h"
#include "registry/policy.h"
#include "registry/policy_pattern.h"
#include "registry/store.h"
#include "text/utf8.h"

namespace namesake::cli {
namespace {

using registry::PatternType;
using registry::Policy;
using registry::PolicyFlags;
using registry::PolicyKind;

constexpr std::array<std::string_view, 3> kListNames = {"allow", "trust", "block"};

std::string_view ListName(PolicyKind kind) noexcept {
  return kListNames[static_cast<std::size_t>(kind)];
}

// ---- allow, trust, block ------------------------------------------------------------------------

// A flag as a word of the command line and of the list.
struct FlagWord {
  registry::PolicyFlag flag;
  std::string_view word;
};

constexpr std::array<FlagWord, 6> kFlagWords = {{
    {registry::kExemptRecipientFlag, "exempt-recipient"},
    {registry::kTrustedSenderFlag, "trusted-sender"},
    {registry::kAcceptableSenderFlag, "acceptable-sender"},
    {registry::kVerifySenderFlag, "verify-sender"},
    {registry::kRecentFlag, "recent"},
    {registry::kSimilarityFlag, "similarity"},
}};

struct NewPolicies {
  StoreOptions store;
  std::vector<std::string> patterns;
  bool is_regex = false;
  std::optional<PatternType> type;
  std::string comments;
  std::array<bool, kFlagWords.size()> flags{};  // in the order of kFlagWords
};

PolicyFlags FlagsOf(const NewPolicies& options) noexcept {
  PolicyFlags flags = 0;
  for (std::size_t i = 0; i < kFlagWords.size(); ++i) {
    if (options.flags[i]) flags |= kFlagWords[i].flag;
  }
  return flags;
}

// What a literal can only be.
PatternType GuessType(std::string_view pattern) {
  if (pattern.find('@') != std::string_view::npos) return PatternType::kEmail;
  return registry::ParseIpNetwork(pattern) ? PatternType::kIp : PatternType::kDomain;
}

base::Expected<PatternType> ChooseType(const NewPolicies& options, PolicyKind kind,
                                       std::string_view pattern) {
  if (kind == PolicyKind::kTrustedDomain) return PatternType::kDomain;
  if (options.type) return *options.type;
  if (!options.is_regex) return GuessType(pattern);
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    "--type: a regular expression needs one, say what it is compared with: email, "
                    "domain or ip");
}

base::Status CheckLength(std::string_view what, const std::string& text, std::size_t most) {
  if (!text::IsValidUtf8(text) || text.find('\0') != std::string::npos) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      fmt::format("{} is not well-formed UTF-8", what));
  }
  if (text::CountCodePoints(text) <= most) return base::Ok();
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    fmt::format("{} has more than {} characters", what, most));
}

base::Expected<Policy> MakePolicy(const NewPolicies& options, PolicyKind kind,
                                  const std::string& pattern) {
  if (auto fits = CheckLength("the pattern", pattern, registry::kMaxPolicyPatternCodePoints);
      !fits) {
    return base::Fail(fits.error());
  }
  if (auto fits =
          CheckLength("--comments", options.comments, registry::kMaxPolicyCommentsCodePoints);
      !fits) {
    return base::Fail(fits.error());
  }
  const auto type = ChooseType(options, kind, pattern);
  if (!type) return base::Fail(type.error());
  const auto compiled = registry::PolicyPattern::Compile(*type, pattern, options.is_regex);
  if (!compiled) {
    return base::Fail(base::ErrorCode::kInvalidArgument, compiled.error().message);
  }
  Policy policy;
  policy.rule = registry::MakeRule(kind, *type, FlagsOf(options));
  policy.pattern = pattern;
  policy.is_regex = options.is_regex;
  if (!options.comments.empty()) policy.comments = options.comments;
  return policy;
}

// All of them or none; prints their ids in the order of the patterns.
base::Expected<ExitStatus> Create(Console& console, const NewPolicies& options, PolicyKind kind) {
  registry::ChangePolicies change;
  change.kind = kind;
  for (const std::string& pattern : options.patterns) {
    auto policy = MakePolicy(options, kind, pattern);
    if (!policy) return base::Fail(policy.error());
    change.creates.push_back(*std::move(policy));
  }
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));

  const base::Time now = console.clock.Now();
  base::Time time = now - std::chrono::microseconds(change.creates.size());
  std::string ids;
  for (Policy& policy : change.creates) {
    time += std::chrono::microseconds(1);  // lists keep the order
    policy.account = account->id;
    policy.id = base::MakeUuidV7(time);
    policy.created_at = time;
    policy.modified_at = time;
    ids += base::FormatUuid(policy.id) + '\n';
  }
  const auto committed =
      account->store->CommitAndWait({account->id, std::move(change), std::nullopt, now});
  if (!committed) return base::Fail(committed.error());
  console.out.Write(ids);
  return ExitStatus::kSuccess;
}

base::Expected<ExitStatus> Allow(Console& console, const NewPolicies& options) {
  if ((FlagsOf(options) & ~PolicyFlags{registry::kVerifySenderFlag}) == 0) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      "say what to allow: --trusted-sender, --acceptable-sender or "
                      "--exempt-recipient");
  }
  return Create(console, options, PolicyKind::kAllow);
}

base::Expected<ExitStatus> Trust(Console& console, const NewPolicies& options) {
  if (FlagsOf(options) != 0) return Create(console, options, PolicyKind::kTrustedDomain);
  NewPolicies similar = options;
  similar.flags.back() = true;
  return Create(console, similar, PolicyKind::kTrustedDomain);
}

base::Expected<ExitStatus> Block(Console& console, const NewPolicies& options) {
  return Create(console, options, PolicyKind::kBlock);
}

void AddNewPolicyOptions(const Command<NewPolicies>& command, const std::string& what) {
  AddStoreOption(command.app, command.options.store);
  AddAccountOption(command.app, command.options.store);
  command.app.add_flag("--regex", command.options.is_regex,
                       "Each is a regular expression, Java's syntax");
  command.app.add_option("--comments", command.options.comments, "A note for people")
      ->type_name("TEXT");
  command.app.add_option(what, command.options.patterns, "What to put on the list")->required();
}

void AddTypeOption(const Command<NewPolicies>& command) {
  AddChoice(
      command.app, "--type", {"email", "domain", "ip"},
      "What it is compared with (default: as it looks)",
      [&options = command.options](auto place) { options.type = static_cast<PatternType>(place); });
}

void AddFlag(const Command<NewPolicies>& command, std::string_view word,
             const std::string& description) {
  const auto* const place = std::ranges::find(kFlagWords, word, &FlagWord::word);
  bool& flag = command.options.flags.at(static_cast<std::size_t>(place - kFlagWords.begin()));
  command.app.add_flag(fmt::format("--{}", word), flag, description);
}

// ---- list ---------------------------------------------------------------------------------------

struct ListOptions {
  StoreOptions store;
  std::optional<PolicyKind> kind;
};

std::string FlagsText(const Policy& policy) {
  const PolicyFlags flags = registry::FlagsOf(policy);
  std::string text;
  for (const FlagWord& word : kFlagWords) {
    if ((flags & word.flag) == 0) continue;
    if (!text.empty()) text += ',';
    text += word.word;
  }
  return text.empty() ? "-" : text;
}

base::Expected<ExitStatus> ListPolicies(Console& console, const ListOptions& options) {
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  const auto visited = account->store->VisitPolicies(account->id, [&](const Policy& policy) {
    if (options.kind && policy.kind() != *options.kind) return true;
    console.out.Write(TabbedLine({base::FormatUuid(policy.id), ListName(policy.kind()),
                                  registry::PatternTypeName(policy.pattern_type()),
                                  policy.is_regex ? "regex" : "literal", policy.pattern,
                                  FlagsText(policy), policy.comments.value_or("")}));
    return true;
  });
  if (!visited) return base::Fail(visited.error());
  return ExitStatus::kSuccess;
}

// ---- remove -------------------------------------------------------------------------------------

struct RemoveOptions {
  StoreOptions store;
  std::vector<std::string> ids;
};

base::Expected<PolicyKind> FindKind(const OpenAccount& account, const base::Uuid& id) {
  for (const PolicyKind kind :
       {PolicyKind::kAllow, PolicyKind::kTrustedDomain, PolicyKind::kBlock}) {
    const auto policy = account.store->GetPolicy(account.id, kind, id);
    if (!policy) return base::Fail(policy.error());
    if (*policy) return kind;
  }
  return base::Fail(base::ErrorCode::kNotFound,
                    fmt::format("no policy {} (they are listed by: namesake policy list); nothing "
                                "was removed",
                                base::FormatUuid(id)));
}

base::Expected<ExitStatus> RemovePolicies(Console& console, const RemoveOptions& options) {
  auto account = OpenStoreAndAccount(options.store);
  if (!account) return base::Fail(std::move(account.error()));
  std::map<PolicyKind, registry::ChangePolicies> changes;
  for (const std::string& text : options.ids) {
    const auto id = base::ParseUuid(text);
    if (!id) {
      return base::Fail(base::ErrorCode::kInvalidArgument,
                        fmt::format("\"{}\" is no id of a policy; nothing was removed", text));
    }
    const auto kind = FindKind(*account, *id);
    if (!kind) return base::Fail(kind.error());
    registry::ChangePolicies& change = changes[*kind];
    change.kind = *kind;
    if (std::ranges::find(change.deletes, *id) == change.deletes.end()) {
      change.deletes.push_back(*id);
    }
  }
  for (auto& [kind, change] : changes) {
    const auto committed = account->store->CommitAndWait(
        {account->id, std::move(change), std::nullopt, console.clock.Now()});
    if (!committed) return base::Fail(committed.error());
  }
  return ExitStatus::kSuccess;
}

}  // namespace

void AddPolicyCommands(CLI::App& app, Work& chosen) {
  CLI::App& group = AddGroup(app, "policy", "What an account allows, trusts and blocks");

  const auto allow = AddCommand(group, chosen, "allow", "Spare senders or recipients", Allow);
  AddNewPolicyOptions(allow, "PATTERN");
  AddTypeOption(allow);
  AddFlag(allow, "trusted-sender", "Mail from it is not inspected");
  AddFlag(allow, "acceptable-sender", "Mail from it is not called a spoof");
  AddFlag(allow, "exempt-recipient", "Mail to it is not inspected");
  AddFlag(allow, "verify-sender", "Only when authentication confirms the sender");
  allow.app.footer(
      "An address, a domain with all names below it, or an IP address or network.\n"
      "Prints the ids.\n"
      "  namesake policy allow --store sqlite:namesake.db --trusted-sender \\\n"
      "    --verify-sender partner.example");

  const auto trust =
      AddCommand(group, chosen, "trust", "Trust domains that look like your own", Trust);
  AddNewPolicyOptions(trust, "DOMAIN");
  AddFlag(trust, "similarity", "Its likeness is no fault (default)");
  AddFlag(trust, "recent", "Its late registration is none");
  trust.app.footer(
      "Prints the ids.\n"
      "  namesake policy trust --store sqlite:namesake.db examp1e.com");

  const auto block = AddCommand(group, chosen, "block", "Block senders", Block);
  AddNewPolicyOptions(block, "PATTERN");
  AddTypeOption(block);
  block.app.footer(
      "An address, a domain with all names below it, or an IP address or network.\n"
      "Prints the ids.\n"
      "  namesake policy block --store sqlite:namesake.db evil.example 192.0.2.0/24");

  const auto [list, list_options] =
      AddCommand(group, chosen, "list", "Print the policies, one a line", ListPolicies);
  AddStoreOption(list, list_options.store);
  AddAccountOption(list, list_options.store);
  AddChoice(list, "--list", {kListNames.begin(), kListNames.end()},
            "This list alone (default: all)", [&options = list_options](std::size_t place) {
              options.kind = static_cast<PolicyKind>(place);
            });
  list.footer("Columns: id, list, type, literal or regex, pattern, what it says, comments.");

  const auto [remove, remove_options] =
      AddCommand(group, chosen, "remove", "Remove policies", RemovePolicies);
  AddStoreOption(remove, remove_options.store);
  AddAccountOption(remove, remove_options.store);
  remove.add_option("ID", remove_options.ids, "Ids as printed by list")->required();
}

}  // namespace namesake::cli
