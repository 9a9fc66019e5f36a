// SPDX-License-Identifier: Apache-2.0
#include "registry/audit.h"

#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"

namespace namesake::registry {
namespace {

namespace json = boost::json;

// Of a secret that a setting may hold: that there is one.
constexpr std::string_view kMasked = "********";

bool IsSecret(std::string_view name) noexcept { return name.ends_with(".secret"); }

json::value TextOrNull(const std::optional<std::string>& text) {
  return text ? json::value(json::string(*text)) : json::value();
}

}  // namespace

bool MatchesQuery(const AuditRecord& record, const AuditQuery& query) {
  if (query.since && record.at < *query.since) return false;
  if (query.before && record.at >= *query.before) return false;
  if (record.number <= query.after_number) return false;
  return query.action.empty() || record.action == query.action;
}

std::string AuditText(const Entry& entry) {
  return json::serialize(json::object{{"name", entry.name},
                                      {"email", entry.email},
                                      {"is_email_regex", entry.is_email_regex},
                                      {"comments", TextOrNull(entry.comments)}});
}

std::string AuditText(const Policy& policy) {
  json::object object{{"pattern", policy.pattern},
                      {"pattern_type", PatternTypeName(policy.pattern_type())},
                      {"is_regex", policy.is_regex},
                      {"comments", TextOrNull(policy.comments)}};
  if (const auto* allow = std::get_if<AllowPolicy>(&policy.rule)) {
    object["is_exempt_recipient"] = allow->is_exempt_recipient;
    object["is_trusted_sender"] = allow->is_trusted_sender;
    object["is_acceptable_sender"] = allow->is_acceptable_sender;
    object["verify_sender"] = allow->verify_sender;
  } else if (const auto* trusted = std::get_if<TrustedDomain>(&policy.rule)) {
    object["is_recent"] = trusted->is_recent;
    object["is_similarity"] = trusted->is_similarity;
  }
  return json::serialize(object);
}

std::string AuditText(const Credential& credential) {
  json::object object{{"name", credential.name},
                      {"permission", PermissionName(credential.permission)},
                      {"kind", credential.kind == CredentialKind::kApiKey ? "api_key" : "token"}};
  if (!credential.email.empty()) object["email"] = credential.email;
  if (credential.expires_at) object["expires_at"] = base::FormatRfc3339(*credential.expires_at);
  if (credential.revoked_at) object["revoked_at"] = base::FormatRfc3339(*credential.revoked_at);
  return json::serialize(object);
}

std::string AuditText(const AccountSettings& settings) {
  json::object object;
  for (const auto& [name, value] : settings) {
    object[name] = IsSecret(name) ? json::string(kMasked) : json::string(value);
  }
  return json::serialize(object);
}

std::string AuditTextOfImport(std::size_t entries) {
  return json::serialize(json::object{{"entries", entries}});
}

std::string_view AuditNoun(PolicyKind kind) noexcept {
  switch (kind) {
    case PolicyKind::kAllow:
      return "allow_policy";
    case PolicyKind::kTrustedDomain:
      return "trusted_domain";
    case PolicyKind::kBlock:
      return "block_sender";
  }
  return "policy";
}

}  // namespace namesake::registry
