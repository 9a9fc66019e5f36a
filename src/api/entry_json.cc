// SPDX-License-Identifier: Apache-2.0
#include "api/entry_json.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/body_decoder.h"
#include "api/failure.h"
#include "http/message.h"
#include "registry/address_rule.h"
#include "registry/entry.h"
#include "report/registry_object.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

// Identifiers of directories are short; ours only have to come back.
constexpr std::size_t kMaxExternalIdCodePoints = 1024;

// The announced end of life of last_modified, 2026-11-01T00:00:00Z.
constexpr std::string_view kDeprecation = "@1793491200";
constexpr std::string_view kSunset = "Sun, 01 Nov 2026 00:00:00 GMT";

std::vector<Problem> CheckLock(const registry::Entry& entry, const EntryFields& fields) {
  std::vector<Problem> problems;
  if (!entry.directory_synced) return problems;
  const auto refuse = [&](std::string_view key, bool changes) {
    if (!changes) return;
    problems.push_back(InvalidValue(
        fmt::format("/{}", key),
        fmt::format("{} of an entry that is synchronised from a directory cannot be changed",
                    key)));
  };
  refuse("name", fields.name && *fields.name != entry.name);
  refuse("email", fields.email && *fields.email != entry.email);
  refuse("is_email_regex", fields.is_email_regex && *fields.is_email_regex != entry.is_email_regex);
  return problems;
}

}  // namespace

std::vector<Problem> CheckEmail(std::string_view email, bool is_email_regex) {
  std::vector<Problem> problems;
  const auto rule = registry::AddressRule::Compile(email, is_email_regex);
  if (rule) return problems;
  for (const registry::AddressRuleError& error : rule.error()) {
    problems.push_back(InvalidValue("/email", error.message));
  }
  return problems;
}

Checked<EntryFields> DecodeEntry(const json::object& body, Completeness completeness) {
  if (completeness == Completeness::kPart && body.empty()) {
    return Refuse(Invalid({InvalidValue("", "the body must have at least one property")}));
  }
  BodyDecoder decoder(body, completeness);
  EntryFields fields;
  fields.name = decoder.RequiredText("name", registry::kMaxNameCodePoints);
  fields.email = decoder.RequiredText("email", registry::kMaxEmailBytes);
  fields.is_email_regex = decoder.RequiredBool("is_email_regex");
  fields.comments = decoder.NullableText("comments", registry::kMaxCommentsCodePoints);
  fields.directory_id = decoder.NullableInteger("directory_id");
  fields.directory_node_id = decoder.NullableInteger("directory_node_id");
  fields.external_directory_node_id =
      decoder.NullableText("external_directory_node_id", kMaxExternalIdCodePoints);
  fields.provenance = decoder.NullableChoice(
      "provenance", registry::ParseProvenance,
      "one of A1S_INTERNAL, SNOOPY-CASB_OFFICE_365, SNOOPY-OFFICE_365, SNOOPY-GOOGLE_DIRECTORY, or "
      "null");
  if (fields.email && fields.email->size() > registry::kMaxEmailBytes) {
    decoder.Add({InvalidValue(
        "/email", fmt::format("email must have at most {} octets", registry::kMaxEmailBytes))});
  } else if (fields.email && fields.is_email_regex) {
    decoder.Add(CheckEmail(*fields.email, *fields.is_email_regex));
  }
  if (auto problems = decoder.TakeProblems(); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  return fields;
}

Checked<registry::Entry> ApplyFields(registry::Entry entry, const EntryFields& fields) {
  if (auto problems = CheckLock(entry, fields); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  const bool rule_changes = fields.email.has_value() != fields.is_email_regex.has_value();
  if (fields.name) entry.name = *fields.name;
  if (fields.email) entry.email = *fields.email;
  if (fields.is_email_regex) entry.is_email_regex = *fields.is_email_regex;
  if (fields.comments) entry.comments = *fields.comments;
  if (fields.directory_id) entry.directory_id = *fields.directory_id;
  if (fields.directory_node_id) entry.directory_node_id = *fields.directory_node_id;
  if (fields.external_directory_node_id) {
    entry.external_directory_node_id = *fields.external_directory_node_id;
  }
  if (fields.provenance) entry.provenance = *fields.provenance;
  // Only one half was in the body, so DecodeEntry could not judge them together.
  if (!rule_changes) return entry;
  if (auto problems = CheckEmail(entry.email, entry.is_email_regex); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  return entry;
}

ProvenanceView ProvenanceViewFor(const http::Request& request) noexcept {
  const auto language = request.Field("x-stainless-lang");
  return language && http::FieldNameEquals(*language, "Terraform") ? ProvenanceView::kAsStored
                                                                   : ProvenanceView::kMadeByHand;
}

void AppendEntry(const registry::Entry& entry, ProvenanceView view, std::string& json) {
  unsigned char buffer[4096];  // most entries need nothing more
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::object object = report::EntryObject(entry, &memory);
  if (!entry.provenance && view == ProvenanceView::kAsStored) object["provenance"] = nullptr;
  json += json::serialize(object);
}

void AddDeprecation(http::Response& response) {
  response.fields.emplace_back("Deprecation", kDeprecation);
  response.fields.emplace_back("Sunset", kSunset);
}

}  // namespace namesake::api
