// SPDX-License-Identifier: Apache-2.0
#include "report/registry_object.h"

#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/entry.h"
#include "registry/policy.h"

namespace namesake::report {
namespace {

namespace json = boost::json;

constexpr std::array<PolicyFlagName, 4> kAllowFlags = {{
    {registry::kExemptRecipientFlag, "is_exempt_recipient", "is_recipient"},
    {registry::kTrustedSenderFlag, "is_trusted_sender", "is_sender"},
    {registry::kAcceptableSenderFlag, "is_acceptable_sender", "is_spoof"},
    {registry::kVerifySenderFlag, "verify_sender", ""},
}};

constexpr std::array<PolicyFlagName, 2> kTrustedFlags = {{
    {registry::kRecentFlag, "is_recent", ""},
    {registry::kSimilarityFlag, "is_similarity", ""},
}};

json::value OrNull(const std::optional<std::string>& text, const json::storage_ptr& storage) {
  return text ? json::value(*text, storage) : json::value(nullptr, storage);
}

json::value OrNull(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

}  // namespace

json::object EntryObject(const registry::Entry& entry, json::storage_ptr storage) {
  const std::string modified_at = base::FormatRfc3339(entry.modified_at);
  return {{{"id", base::FormatUuid(entry.id)},
           {"name", entry.name},
           {"email", entry.email},
           {"is_email_regex", entry.is_email_regex},
           {"comments", OrNull(entry.comments, storage)},
           {"directory_id", OrNull(entry.directory_id)},
           {"directory_node_id", OrNull(entry.directory_node_id)},
           {"external_directory_node_id", OrNull(entry.external_directory_node_id, storage)},
           {"provenance",
            registry::ProvenanceName(entry.provenance.value_or(registry::Provenance::kInternal))},
           {"created_at", base::FormatRfc3339(entry.created_at)},
           {"modified_at", modified_at},
           {"last_modified", modified_at}},
          storage};
}

std::span<const PolicyFlagName> PolicyFlagNames(registry::PolicyKind kind) noexcept {
  switch (kind) {
    case registry::PolicyKind::kAllow:
      return kAllowFlags;
    case registry::PolicyKind::kTrustedDomain:
      return kTrustedFlags;
    case registry::PolicyKind::kBlock:
      return {};
  }
  return {};
}

json::object PolicyObject(const registry::Policy& policy, json::storage_ptr storage) {
  const std::string modified_at = base::FormatRfc3339(policy.modified_at);
  json::object object(std::move(storage));
  object["id"] = base::FormatUuid(policy.id);
  object["pattern"] = policy.pattern;
  object["is_regex"] = policy.is_regex;
  if (policy.kind() != registry::PolicyKind::kTrustedDomain) {
    object["pattern_type"] = registry::PatternTypeName(policy.pattern_type());
  }
  const registry::PolicyFlags flags = registry::FlagsOf(policy);
  for (const PolicyFlagName& flag : PolicyFlagNames(policy.kind())) {
    object[flag.name] = (flags & flag.flag) != 0;
    if (!flag.old_name.empty()) object[flag.old_name] = (flags & flag.flag) != 0;
  }
  object["comments"] = nullptr;
  if (policy.comments) object["comments"] = *policy.comments;
  object["created_at"] = base::FormatRfc3339(policy.created_at);
  object["modified_at"] = modified_at;
  object["last_modified"] = modified_at;
  return object;
}

}  // namespace namesake::report
