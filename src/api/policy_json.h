// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "api/body_decoder.h"
#include "api/failure.h"
#include "registry/policy.h"

namespace namesake::api {

// What tells the three resources apart: everything else about them is the same.
struct PolicyResource {
  registry::PolicyKind kind;
  std::string_view title;  // "Allow policy"
  bool has_pattern_type = true;
};
[[nodiscard]] const PolicyResource& ResourceOf(registry::PolicyKind kind) noexcept;

// What a body says about a policy. An unset member was not in the body; of comments the inner
// optional is unset for null.
struct PolicyFields {
  std::optional<std::string> pattern;
  std::optional<bool> is_regex;
  std::optional<registry::PatternType> pattern_type;
  registry::PolicyFlags given = 0;  // flags that were in the body
  registry::PolicyFlags set = 0;    // of these, the ones that were true
  std::optional<std::optional<std::string>> comments;
};

// Reads and validates one policy; all problems at once, each with its pointer below `where`.
// Unknown and read-only properties are ignored.
[[nodiscard]] Checked<PolicyFields> DecodePolicy(const boost::json::object& body,
                                                 registry::PolicyKind kind,
                                                 Completeness completeness,
                                                 std::string_view where = {});

// `policy` with the given fields in place; refused when its pattern does not fit its type then.
[[nodiscard]] Checked<registry::Policy> ApplyFields(registry::Policy policy,
                                                    const PolicyFields& fields,
                                                    std::string_view where = {});

// Appends the policy as JSON: always every field of its kind, old names too.
void AppendPolicy(const registry::Policy& policy, std::string& json);

}  // namespace namesake::api
