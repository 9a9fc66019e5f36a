// SPDX-License-Identifier: Apache-2.0
#include "cli/check.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/registry_source.h"
#include "detection/entry_check.h"
#include "detection/evidence.h"
#include "detection/inspect.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/delivery_fields.h"
#include "mail/header_section.h"
#include "mail/message_source.h"
#include "mail/sender_claims.h"
#include "text/escape.h"

namespace namesake::cli {
namespace {

// Messages that are named as examples of what an entry would have flagged.
constexpr std::size_t kExamples = 3;

struct CheckOptions {
  RegistryOptions registry;
  std::vector<std::string> against;
};

// What one entry would have flagged in existing mail.
struct Flagged {
  std::uint64_t messages = 0;
  std::vector<std::string> examples;
};

using EntryKey = std::pair<std::string, std::string>;  // name and email
using FlaggedByEntry = std::map<EntryKey, Flagged>;

std::string Label(std::string_view name, std::string_view email) {
  return fmt::format("{} <{}>", text::EscapeForDisplay(name), text::EscapeForDisplay(email));
}

class Check {
 public:
  Check(Console& console, const CheckOptions& options) : console_(console), options_(options) {}

  base::Expected<ExitStatus> Run() {
    auto registry = LoadRegistry(options_.registry);
    if (!registry) return base::Fail(std::move(registry.error()));
    const std::vector<detection::Identity> identities = registry->identities;
    authserv_id_ = registry->authserv_id;
    const detection::Snapshot snapshot = MakeSnapshot(*std::move(registry));
    for (const detection::Identity& identity : identities) TellConcerns(identity, snapshot);
    for (const std::string& path : options_.against) ReadMailbox(path, snapshot);
    TellFlagged();
    if (interrupt_.interrupted()) return ExitStatus::kInterrupted;
    if (failed_) return ExitStatus::kError;
    return told_ ? ExitStatus::kFlagged : ExitStatus::kSuccess;
  }

 private:
  void TellConcerns(const detection::Identity& identity, const detection::Snapshot& snapshot) {
    for (const detection::Concern& concern : detection::CheckIdentity(identity, snapshot)) {
      Print(fmt::format("{}: {} [{}]\n", Label(identity.name, identity.email), concern.detail,
                        detection::ConcernName(concern.kind)));
    }
  }

  void ReadMailbox(const std::string& path, const detection::Snapshot& snapshot) {
    const auto on_message = [&](const mail::SourcedMessage& message) {
      if (interrupt_.interrupted() || !console_.out.ok()) return false;
      Inspect(message, snapshot);
      return true;
    };
    const auto on_error = [this](const base::Error& error) { Report(error); };
    if (const auto read = mail::ReadMessages(path, {on_message, on_error}); !read) {
      Report(read.error());
    }
  }

  void Inspect(const mail::SourcedMessage& message, const detection::Snapshot& snapshot) {
    const mail::HeaderSection section = mail::ReadHeaderSection(message.bytes);
    const mail::SenderClaims claims = mail::ReadSenderClaims(
        section.fields, authserv_id_, mail::ReadDeliveryFields(section.fields));
    const detection::Verdict verdict = detection::Inspect(claims, snapshot);
    if (!verdict.flagged()) return;
    const detection::EntryReference& entry = verdict.evidence.front().entry;
    if (entry.name.empty()) return;  // an imitated domain: no entry's doing
    Flagged& flagged = flagged_[{entry.name, entry.email}];
    ++flagged.messages;
    if (flagged.examples.size() < kExamples) {
      flagged.examples.push_back(
          fmt::format("  {}: {} [{}]\n", text::EscapeForDisplay(message.source),
                      text::EscapeForDisplay(claims.from),
                      detection::ReasonName(verdict.evidence.front().reason)));
    }
  }

  void TellFlagged() {
    for (const auto& [entry, flagged] : flagged_) {
      Print(fmt::format("{}: would have flagged {} {}\n", Label(entry.first, entry.second),
                        flagged.messages, flagged.messages == 1 ? "message" : "messages"));
      for (const std::string& example : flagged.examples) Print(example);
    }
  }

  void Report(const base::Error& error) {
    if (interrupt_.interrupted()) return;  // it is what the read failed with
    failed_ = true;
    Complain(error.message);
  }

  void Print(std::string_view line) {
    told_ = true;
    console_.out.Write(line);
  }

  Console& console_;
  const CheckOptions& options_;
  InterruptWatch interrupt_;
  FlaggedByEntry flagged_;
  bool told_ = false;
  bool failed_ = false;
  std::string authserv_id_;
};

base::Expected<ExitStatus> RunCheck(Console& console, const CheckOptions& options) {
  return Check(console, options).Run();
}

}  // namespace

void AddCheckCommand(CLI::App& group, Work& chosen) {
  const auto [check, options] = AddCommand(
      group, chosen, "check", "Say what an administrator should know about the entries", RunCheck);
  AddRegistryOptions(check, options.registry);
  check
      .add_option("--against", options.against,
                  "Existing mail, as `scan` reads it: tell what each entry would have flagged; may "
                  "be repeated")
      ->type_name("MAILBOX")
      ->allow_extra_args(false);
  check.footer(
      "Examples:\n"
      "  namesake registry check --registry people.csv\n"
      "  namesake registry check --store sqlite:namesake.db --against archive.mbox\n"
      "\n"
      "Exit status: 0 nothing to say, 1 something, 2 an error, 130 interrupt.");
}

}  // namespace namesake::cli
