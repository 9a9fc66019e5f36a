// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/body_decoder.h"
#include "api/failure.h"
#include "http/message.h"
#include "registry/entry.h"

namespace namesake::api {

// What a body says about an entry. An unset member was not in the body; of a nullable field the
// inner optional is unset for null.
struct EntryFields {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<bool> is_email_regex;
  std::optional<std::optional<std::string>> comments;
  std::optional<std::optional<std::int64_t>> directory_id;
  std::optional<std::optional<std::int64_t>> directory_node_id;
  std::optional<std::optional<std::string>> external_directory_node_id;
  std::optional<std::optional<registry::Provenance>> provenance;
};

// Reads and validates a body, whose required properties are name, email and is_email_regex; all
// problems at once, each with its pointer. Unknown and read-only properties are ignored. An email
// is judged as address or pattern when the body says which it is.
[[nodiscard]] Checked<EntryFields> DecodeEntry(const boost::json::object& body,
                                               Completeness completeness);

// What is wrong with an email as literal or as pattern; empty when nothing is.
[[nodiscard]] std::vector<Problem> CheckEmail(std::string_view email, bool is_email_regex);

// `entry` with the given fields in place. Refused: a new name or address of an entry that a
// directory sync owns, and an email that does not fit is_email_regex.
[[nodiscard]] Checked<registry::Entry> ApplyFields(registry::Entry entry,
                                                   const EntryFields& fields);

// How an entry without a provenance looks: made by hand, or null for Terraform, whose plans would
// otherwise show a change for ever.
enum class ProvenanceView { kMadeByHand, kAsStored };
[[nodiscard]] ProvenanceView ProvenanceViewFor(const http::Request& request) noexcept;

// Appends the entry as JSON: always all twelve fields, null where there is no value.
void AppendEntry(const registry::Entry& entry, ProvenanceView view, std::string& json);

// The fields `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) of answers that carry entries:
// `last_modified` is going, `modified_at` has the same value.
void AddDeprecation(http::Response& response);

}  // namespace namesake::api
