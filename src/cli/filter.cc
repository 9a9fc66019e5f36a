// SPDX-License-Identifier: Apache-2.0
#include "cli/filter.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/passing_message.h"
#include "cli/registry_source.h"
#include "cli/scan_client.h"
#include "detection/inspect.h"
#include "detection/verdict.h"
#include "mail/delivery_fields.h"
#include "mail/sender_claims.h"
#include "report/verdict_fields.h"
#include "report/verdict_report.h"

namespace namesake::cli {
namespace {

constexpr const char* kFilterFooter =
    "Examples:\n"
    "  namesake filter --registry people.csv <suspect.eml\n"
    "  namesake filter --store sqlite:/var/lib/namesake/namesake.db <suspect.eml\n"
    "  namesake filter --server http://127.0.0.1:8787 --token-file namesake.token \\\n"
    "    --account 0123456789abcdef0123456789abcdef <suspect.eml\n"
    "\n"
    "Exit status: 0 the message went through; otherwise keep it: 75 it could not be\n"
    "read, or not be checked with --on-failure tempfail; 2 another error.";

// More than a mail server waits for a filter.
constexpr int kMaxTimeoutSeconds = 600;

enum class OnFailure { kAccept, kTempfail };

struct FilterOptions {
  RegistryOptions registry;
  ScanServer server;
  int timeout_seconds = 10;
  mail::Envelope envelope;
  OnFailure on_failure = OnFailure::kAccept;
};

base::Expected<Finding> CheckHere(const PassingMessage& message, mail::Envelope envelope,
                                  const FilterOptions& options) {
  auto registry = LoadRegistry(options.registry);
  if (!registry) return base::Fail(std::move(registry.error()));
  mail::Envelope delivered = mail::ReadDeliveryFields(message.fields());
  if (envelope.mail_from.empty()) envelope.mail_from = std::move(delivered.mail_from);
  if (envelope.recipients.empty()) envelope.recipients = std::move(delivered.recipients);
  mail::SenderClaims claims =
      mail::ReadSenderClaims(message.fields(), registry->authserv_id, std::move(envelope));
  claims.truncated |= message.truncated();
  const detection::Verdict verdict = detection::Inspect(claims, MakeSnapshot(*std::move(registry)));
  Finding finding{.verdict_class = verdict.verdict_class};
  if (verdict.flagged()) finding.sentence = report::VerdictSentence(verdict);
  return finding;
}

// Whatever goes wrong in here, the message is another matter.
base::Expected<Finding> Check(const PassingMessage& message, const FilterOptions& options) {
  try {
    if (options.server.url.empty()) return CheckHere(message, options.envelope, options);
    ScanServer server = options.server;
    server.account = options.registry.store.account;
    server.timeout = std::chrono::seconds(options.timeout_seconds);
    return AskServer(server, message, options.envelope, options.registry.authserv_id);
  } catch (const std::exception& failure) {
    return base::Fail(base::ErrorCode::kInternal, failure.what());
  }
}

base::Expected<ExitStatus> RunFilter(Console& console, const FilterOptions& options) {
  const auto octets = ReadInput("-");
  if (!octets) {  // half a message is none
    Complain(octets.error().message);
    return ExitStatus::kTemporaryFailure;
  }
  const PassingMessage message(*octets);
  const auto finding = Check(message, options);
  if (!finding) {
    Complain(finding.error().message);
    if (options.on_failure == OnFailure::kTempfail) return ExitStatus::kTemporaryFailure;
  }
  console.out.Write(
      message.HeadWith(finding ? report::VerdictFields(finding->verdict_class, finding->sentence)
                               : report::UncheckedFields(report::kFailureSentence)));
  console.out.Write(message.tail());
  return ExitStatus::kSuccess;
}

void AddServerOptions(CLI::App& filter, FilterOptions& options) {
  CLI::Option& server =
      *filter
           .add_option("--server", options.server.url,
                       "Ask this namesaked in place of reading a store, which takes as long as the "
                       "registry is large")
           ->type_name("URL");
  CLI::Option& token_file =
      *filter
           .add_option("--token-file", options.server.token_file,
                       "A file with a token of the account that may read, for --server")
           ->type_name("FILE");
  server.needs(&token_file)->needs(filter.get_option("--account"));
  server.excludes(filter.get_option("--store"))->excludes(filter.get_option("--registry"));
  server.excludes(filter.get_option("--domain"))->excludes(filter.get_option("--config"));
  token_file.needs(&server);
  filter
      .add_option("--timeout", options.timeout_seconds,
                  "Seconds to wait for --server (default: 10)")
      ->type_name("N")
      ->check(CLI::Range(1, kMaxTimeoutSeconds).description(""));
}

void AddEnvelopeOptions(CLI::App& filter, FilterOptions& options) {
  filter
      .add_option("--envelope-from", options.envelope.mail_from,
                  "The address of MAIL FROM (default: what Return-Path says)")
      ->type_name("ADDRESS");
  filter
      .add_option("--envelope-to", options.envelope.recipients,
                  "An address of RCPT TO (default: what Delivered-To says); may be repeated")
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
  filter
      .add_option("--client-ip", options.envelope.client_ip,
                  "The address of the host that brought the message (default: unknown)")
      ->type_name("IP");
}

}  // namespace

void AddFilterCommand(CLI::App& app, Work& chosen) {
  const auto [filter, options] = AddCommand(
      app, chosen, "filter", "Pass one message on, with its verdict in header fields", RunFilter);
  AddRegistryOptions(filter, options.registry);
  AddServerOptions(filter, options);
  AddEnvelopeOptions(filter, options);
  AddChoice<OnFailure>(
      filter, "--on-failure", {{"accept", OnFailure::kAccept}, {"tempfail", OnFailure::kTempfail}},
      "When it cannot be checked: accept (default): it goes through as unchecked; tempfail: "
      "nothing is printed, and the exit status is 75",
      options.on_failure);
  filter.footer(kFilterFooter);
}

}  // namespace namesake::cli
