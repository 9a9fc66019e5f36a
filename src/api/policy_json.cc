// SPDX-License-Identifier: Apache-2.0
#include "api/policy_json.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/body_decoder.h"
#include "api/failure.h"
#include "registry/policy.h"
#include "registry/policy_pattern.h"
#include "report/registry_object.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

using registry::PatternType;
using registry::Policy;
using registry::PolicyKind;

// In the order of PolicyKind.
constexpr std::array<PolicyResource, 3> kResources = {{
    {PolicyKind::kAllow, "Allow policy", true},
    {PolicyKind::kTrustedDomain, "Trusted domain", false},
    {PolicyKind::kBlock, "Blocked sender", true},
}};

// UNKNOWN may be read and not written.
std::optional<PatternType> ParseWritableType(std::string_view name) {
  const auto type = registry::ParsePatternType(name);
  return type == PatternType::kUnknown ? std::nullopt : type;
}

std::optional<Problem> CheckPattern(const Policy& policy, std::string pointer) {
  const auto pattern =
      registry::PolicyPattern::Compile(policy.pattern_type(), policy.pattern, policy.is_regex);
  if (pattern) return std::nullopt;
  return InvalidValue(std::move(pointer), pattern.error().message);
}

}  // namespace

const PolicyResource& ResourceOf(PolicyKind kind) noexcept {
  return kResources[static_cast<std::size_t>(kind)];
}

Checked<PolicyFields> DecodePolicy(const json::object& body, PolicyKind kind,
                                   Completeness completeness, std::string_view where) {
  if (completeness == Completeness::kPart && body.empty()) {
    return Refuse(
        Invalid({InvalidValue(std::string(where), "there must be at least one property")}));
  }
  const PolicyResource& resource = ResourceOf(kind);
  BodyDecoder decoder(body, completeness, std::string(where));
  PolicyFields fields;
  fields.pattern = decoder.RequiredText("pattern", registry::kMaxPolicyPatternCodePoints);
  fields.is_regex = decoder.RequiredBool("is_regex");
  if (resource.has_pattern_type) {
    fields.pattern_type =
        decoder.RequiredChoice("pattern_type", ParseWritableType, "one of EMAIL, DOMAIN, IP");
  }
  for (const report::PolicyFlagName& flag : report::PolicyFlagNames(kind)) {
    const auto value = flag.old_name.empty() ? decoder.RequiredBool(flag.name)
                                             : decoder.RequiredBool(flag.name, flag.old_name);
    if (value) fields.given |= flag.flag;
    if (value.value_or(false)) fields.set |= flag.flag;
  }
  fields.comments = decoder.NullableText("comments", registry::kMaxPolicyCommentsCodePoints);
  // What is there in full is judged here, beside everything else that is wrong.
  const PatternType type = resource.has_pattern_type
                               ? fields.pattern_type.value_or(PatternType::kUnknown)
                               : PatternType::kDomain;
  if (fields.pattern && fields.is_regex && type != PatternType::kUnknown) {
    Policy policy;
    policy.rule = registry::MakeRule(kind, type, fields.set);
    policy.pattern = *fields.pattern;
    policy.is_regex = *fields.is_regex;
    if (auto problem = CheckPattern(policy, decoder.PointerTo("pattern"))) {
      decoder.Add({std::move(*problem)});
    }
  }
  if (auto problems = decoder.TakeProblems(); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  return fields;
}

Checked<Policy> ApplyFields(Policy policy, const PolicyFields& fields, std::string_view where) {
  if (fields.pattern) policy.pattern = *fields.pattern;
  if (fields.is_regex) policy.is_regex = *fields.is_regex;
  if (fields.comments) policy.comments = *fields.comments;
  const registry::PolicyFlags flags = (registry::FlagsOf(policy) & ~fields.given) | fields.set;
  policy.rule =
      registry::MakeRule(policy.kind(), fields.pattern_type.value_or(policy.pattern_type()), flags);
  // All three together were judged when they were read, only some of them could not be.
  const bool has_type = fields.pattern_type || !ResourceOf(policy.kind()).has_pattern_type;
  const bool whole = fields.pattern && fields.is_regex && has_type;
  const bool some = fields.pattern || fields.is_regex || fields.pattern_type;
  if (some && !whole) {
    if (auto problem = CheckPattern(policy, fmt::format("{}/pattern", where))) {
      return Refuse(Invalid({std::move(*problem)}));
    }
  }
  return policy;
}

void AppendPolicy(const Policy& policy, std::string& text) {
  unsigned char buffer[4096];  // most policies need nothing more
  json::monotonic_resource memory(buffer, sizeof buffer);
  text += json::serialize(report::PolicyObject(policy, &memory));
}

}  // namespace namesake::api
