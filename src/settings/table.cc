// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "settings/forms.h"
#include "settings/settings.h"

namespace namesake::settings {
namespace {

using Number = std::int64_t;
using Text = std::string;

constexpr std::array<std::string_view, 4> kLogLevels = {"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 7> kActions = {"accept", "tag",    "prefix", "quarantine",
                                                      "keep",   "reject", "discard"};
constexpr std::array<std::string_view, 14> kFacilities = {
    "none",   "user",   "mail",   "daemon", "auth",   "authpriv", "local0",
    "local1", "local2", "local3", "local4", "local5", "local6",   "local7"};
constexpr std::array<std::string_view, 2> kFailureActions = {"accept", "tempfail"};

// The keys of one TOML table stand together, those without a table first.
const std::array<Setting, 38>& AllSettings() {
  static const std::array<Setting, 38> table = {{
      {.key = "store",
       .default_value = Text("sqlite:/var/lib/namesake/namesake.db"),
       .program = Program::kBoth,
       .reload = Reload::kRestart,
       .doc = "Where accounts, credentials and entries are kept: sqlite:PATH, or "
              "postgresql://USER@HOST/DATABASE with all of libpq's settings. The programs of one "
              "installation name the same store.",
       .accepts = IsNotEmpty,
       .form = "URI"},
      {.key = "listen",
       .default_value = Text("127.0.0.1:8787"),
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "Address and port of the API. An IPv6 address stands in brackets; port 0 takes any "
              "free one.",
       .accepts = IsAddressAndPort,
       .form = "ADDRESS:PORT"},
      {.key = "node",
       .default_value = Text("NSK"),
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "Three letters that end the request ids of this node (cf-ray), to tell nodes apart "
              "in logs.",
       .accepts = IsNodeName,
       .form = "three letters from A to Z"},
      {.key = "tls.certificate",
       .default_value = Text(),
       .program = Program::kDaemon,
       .reload = Reload::kOnHangup,
       .doc = "PEM file with the API's certificate and its chain, its own certificate first. With "
              "it and tls.key the API speaks HTTPS (TLS 1.2 and newer), without them plain HTTP. "
              "Read again on reload; turning TLS on or off needs a restart."},
      {.key = "tls.key",
       .default_value = Text(),
       .program = Program::kDaemon,
       .reload = Reload::kOnHangup,
       .doc = "PEM file with the certificate's private key."},
      {.key = "http.threads",
       .default_value = Number{0},
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "Threads that serve requests. 0: four for each processor.",
       .minimum = 0,
       .maximum = 1024},
      {.key = "http.max_connections",
       .default_value = Number{10'000},
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "Connections at a time; more wait in the kernel's queue.",
       .minimum = 1,
       .maximum = 1'000'000},
      {.key = "http.max_header_bytes",
       .default_value = Number{16'384},
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "Octets of a request's line and header fields. A browser with a large cookie jar "
              "still fits into the default.",
       .minimum = 1'024,
       .maximum = 1'048'576},
      {.key = "http.max_header_fields",
       .default_value = Number{100},
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "Header fields of a request.",
       .minimum = 16,
       .maximum = 10'000},
      {.key = "http.idle_timeout_seconds",
       .default_value = Number{60},
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "How long a connection may wait for its next request.",
       .minimum = 1,
       .maximum = 3'600},
      {.key = "http.request_timeout_seconds",
       .default_value = Number{30},
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "From a request's first octet to its last.",
       .minimum = 1,
       .maximum = 3'600},
      {.key = "http.stop_grace_seconds",
       .default_value = Number{20},
       .program = Program::kDaemon,
       .reload = Reload::kOnHangup,
       .doc = "How long running requests may take to finish after SIGTERM.",
       .minimum = 0,
       .maximum = 600},
      {.key = "rate_limit.requests",
       .default_value = Number{1'000'000},
       .program = Program::kDaemon,
       .reload = Reload::kOnHangup,
       .doc = "Requests that one credential may make in a window; more are answered with 429.",
       .minimum = 1,
       .maximum = 1'000'000'000},
      {.key = "rate_limit.window_seconds",
       .default_value = Number{300},
       .program = Program::kDaemon,
       .reload = Reload::kOnHangup,
       .doc = "Length of that window. The same on all nodes.",
       .minimum = 1,
       .maximum = 86'400},
      {.key = "log.level",
       .default_value = Text("info"),
       .program = Program::kBoth,
       .reload = Reload::kOnHangup,
       .doc = "The least important events that are logged. Logs go to standard error, one event "
              "a line.",
       .choices = kLogLevels},
      {.key = "release.smtp",
       .default_value = Text(),
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc =
           "The mail server that released messages are handed to, by SMTP. It should not ask the "
           "filter again: docs/investigate.md has the lines for Postfix.",
       .accepts = IsServerOrEmpty,
       .form = "ADDRESS:PORT"},
      {.key = "events.file",
       .default_value = Text(),
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc =
           "File that events are appended to, one JSON object a line: messages that were flagged "
           "and changes of the registry, of all accounts. Opened again on reload, for logrotate. "
           "Empty: none."},
      {.key = "events.syslog",
       .default_value = Text("none"),
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "Facility under which the same objects go to syslog.",
       .choices = kFacilities},
      {.key = "events.ca_file",
       .default_value = Text(),
       .program = Program::kDaemon,
       .reload = Reload::kRestart,
       .doc = "PEM file with the authorities that certificates of webhooks are verified with. "
              "Empty: those of the system."},
      {.key = "detection.free_mailers",
       .default_value = Text(),
       .program = Program::kBoth,
       .reload = Reload::kRestart,
       .doc =
           "Domains at which everybody can have a mailbox, besides the well-known ones, separated "
           "by commas. Names and addresses that imitate somebody count for more there.",
       .accepts = IsNameList,
       .form = "names separated by commas"},
      {.key = "detection.arc_sealers",
       .default_value = Text(),
       .program = Program::kBoth,
       .reload = Reload::kRestart,
       .doc = "Organizations whose ARC seals (RFC 8617) are to be believed, besides the well-known "
              "forwarders and the account's own domains, separated by commas.",
       .accepts = IsNameList,
       .form = "names separated by commas"},
      {.key = "snapshots.memory_mib",
       .default_value = Number{1'024},
       .program = Program::kBoth,
       .reload = Reload::kRestart,
       .doc = "Memory for accounts in MiB; an account is read when it is first needed, and the one "
              "not needed for longest goes when there is no room. A million identities take some "
              "300. 0: as much as they need.",
       .minimum = 0,
       .maximum = 1'048'576},
      {.key = "milter.listen",
       .default_value = Text("inet:8891@127.0.0.1"),
       .program = Program::kMilter,
       .reload = Reload::kRestart,
       .doc = "Where the mail server reaches the filter: inet:PORT@ADDRESS, inet6:PORT@ADDRESS or "
              "unix:PATH. A unix socket is half as costly as TCP.",
       .accepts = IsMilterSocket,
       .form = "inet:PORT@ADDRESS, inet6:PORT@ADDRESS or unix:PATH"},
      {.key = "milter.metrics_listen",
       .default_value = Text(),
       .program = Program::kMilter,
       .reload = Reload::kRestart,
       .doc = "Where the filter answers GET /metrics (Prometheus) and /healthz by HTTP; empty: "
              "nowhere. There is no authentication: an address of the machine itself, or of an "
              "inner network.",
       .accepts = IsServerOrEmpty,
       .form = "ADDRESS:PORT"},
      {.key = "milter.socket_mode",
       .default_value = Text("0660"),
       .program = Program::kMilter,
       .reload = Reload::kRestart,
       .doc = "Permissions of the unix socket, octal. The mail server has to write to it.",
       .accepts = IsFileMode,
       .form = "an octal mode such as 0660"},
      {.key = "milter.socket_group",
       .default_value = Text(),
       .program = Program::kMilter,
       .reload = Reload::kRestart,
       .doc = "Group of the unix socket, for example postfix. Empty: that of the filter."},
      {.key = "milter.account",
       .default_value = Text(),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "The account (32 hex digits) whose registry every message is checked against. Empty: "
              "the account that has the recipient's domain, or the store's only one.",
       .accepts = IsAccountIdOrEmpty,
       .form = "32 hex digits in lower case"},
      {.key = "milter.authserv_id",
       .default_value = Text(),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "Names under which your own servers write Authentication-Results (RFC 8601), "
              "separated by commas. Results under other names are not believed; empty: none are.",
       .accepts = IsNameList,
       .form = "names separated by commas"},
      {.key = "milter.on_failure",
       .default_value = Text("accept"),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "What happens to mail that cannot be checked: accept lets it pass with "
              "X-Namesake-Verdict: unchecked, tempfail makes the sender try again later.",
       .choices = kFailureActions},
      {.key = "milter.reject_text",
       .default_value = Text("Message refused: its sender resembles a protected identity"),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "What the sender is told behind 550 5.7.1 when mail is rejected.",
       .accepts = IsReplyText,
       .form = "1 to 400 printable ASCII characters without %"},
      {.key = "milter.timeout_seconds",
       .default_value = Number{7'210},
       .program = Program::kMilter,
       .reload = Reload::kRestart,
       .doc = "How long a connection may be silent before the filter closes it. The mail server's "
              "own time-outs are shorter.",
       .minimum = 10,
       .maximum = 86'400},
      {.key = "milter.max_data_bytes",
       .default_value = Number{1'048'576},
       .program = Program::kMilter,
       .reload = Reload::kRestart,
       .doc = "The longest single header field that the mail server may hand over. Has to be above "
              "Postfix's header_size_limit.",
       .minimum = 65'535,
       .maximum = 16'777'216},
      {.key = "milter.queue_length",
       .default_value = Number{128},
       .program = Program::kMilter,
       .reload = Reload::kRestart,
       .doc = "Connections that may wait in the kernel to be accepted.",
       .minimum = 1,
       .maximum = 65'535},
      {.key = "milter.subject_prefix",
       .default_value = Text("[Suspicious] "),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "What the action prefix puts before the Subject.",
       .accepts = IsReplyText,
       .form = "1 to 400 printable ASCII characters without %"},
      {.key = "milter.max_kept_bytes",
       .default_value = Number{52'428'800},
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "Messages larger than this are not kept in the store; where they would be, the mail "
              "server quarantines them. Bodies are received only when something may be kept.",
       .minimum = 1'048'576,
       .maximum = 1'073'741'824},
      {.key = "milter.action.malicious_bec",
       .default_value = Text("tag"),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc =
           "What is done with mail that shows a registered identity with a foreign address: "
           "accept and tag add header fields, prefix also marks the Subject, quarantine holds "
           "the mail in the mail server's queue, keep holds it in the store until it is released "
           "through the API, reject refuses it, discard loses it. An account may choose for "
           "itself (namesake account set).",
       .choices = kActions},
      {.key = "milter.action.spoof",
       .default_value = Text("tag"),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "The same for mail that misuses an identity's own address or domain.",
       .choices = kActions},
      {.key = "milter.action.suspicious",
       .default_value = Text("tag"),
       .program = Program::kMilter,
       .reload = Reload::kOnHangup,
       .doc = "The same for mail that may have an innocent explanation.",
       .choices = kActions},
  }};
  return table;
}

}  // namespace

std::span<const Setting> Table() noexcept { return AllSettings(); }

const Setting* Find(std::string_view key) noexcept {
  const auto table = Table();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Setting& each) { return each.key == key; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace namesake::settings
