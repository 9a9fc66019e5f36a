// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "registry/account.h"

namespace namesake::record {

// What was done with the message when it came.
enum class Treatment {
  kAccepted,
  kTagged,       // delivered with fields, or a prefix of the Subject, that warn
  kQuarantined,  // held in the mail server's queue
  kKept,         // held in the store
  kRejected,
  kDiscarded,
  kInspected,  // asked over HTTP: what was done with it is not known
};

[[nodiscard]] std::string_view TreatmentName(Treatment treatment) noexcept;  // "quarantined"

// What is with a message that the store holds.
enum class Hold {
  kNone,       // not ours to release
  kHeld,       // waits for somebody to decide
  kReleasing,  // somebody's release is under way
  kReleased,   // delivered
  kDropped,    // thrown away by decision
};

[[nodiscard]] std::string_view HoldName(Hold hold) noexcept;  // "held"

// One inspected message, as far as it is remembered: what a filter knows of it, never its body. One
// record for each account that it concerned. Text is well-formed UTF-8, decoded, and hostile.
struct MessageRecord {
  registry::AccountId account;
  std::string id;        // MakeRecordId
  std::string queue_id;  // of the mail server; "" when it is unknown
  base::Time scanned_at;

  std::string envelope_from;
  std::vector<std::string> recipients;  // of RCPT TO, those of this account
  std::string client_ip;

  std::string from;                  // the first author's address
  std::string from_name;             // and display name
  std::vector<std::string> to = {};  // addresses of the To field, and beside them
  std::vector<std::string> to_names = {};
  std::vector<std::string> cc = {};
  std::string reply_to = {};
  std::string subject = {};
  std::string message_id = {};  // with its angle brackets
  std::string date = {};        // as written
  std::optional<base::Time> sent_at = {};
  std::string originating_ip = {};

  // Of trusted Authentication-Results: "pass", "fail", "none" …, "" when there is none.
  std::string spf = {};
  std::string dkim = {};
  std::string dmarc = {};

  std::string disposition = "NONE";  // the wire's word for the verdict
  bool flagged = false;
  std::vector<std::string> reasons = {};  // each once, strongest first
  std::string findings = "[]";            // as in the answer of POST …/scan: a JSON array
  std::string policy = {};                // what an administrator's list changed: its effect,
  std::string policy_pattern = {};        // and the pattern, "" without

  Treatment treatment = Treatment::kAccepted;
  Hold hold = Hold::kNone;
  std::uint64_t size = 0;  // octets of the raw message, 0 when they are not kept

  friend bool operator==(const MessageRecord&, const MessageRecord&) = default;
};

// Of a message with its octets, where those are kept.
struct RecordedMessage {
  MessageRecord record;
  std::optional<std::string> raw = {};
};

// One thing that somebody did with a recorded message.
struct RecordedAction {
  std::string operation = {};  // "QUARANTINE_RELEASE", "MOVE", "SUBMISSION" …
  base::Time started_at = {};
  std::optional<base::Time> completed_at = {};
  bool success = false;
  std::string status = {};        // for a person
  std::string requested_by = {};  // the credential's id, and its name
  std::string destination = {};   // of a move
  std::string requested_disposition = {};

  friend bool operator==(const RecordedAction&, const RecordedAction&) = default;
};

// "4Njp3P0STMz2c02Q-2024-01-05T10:00:00-12345678": queue id, time and eight random digits. Unique
// within an account, and in the form that clients of the API know.
[[nodiscard]] std::string MakeRecordId(std::string_view queue_id, base::Time scanned_at);

}  // namespace namesake::record
