// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "registry/ip_network.h"
#include "registry/pattern.h"
#include "registry/policy.h"

namespace namesake::registry {

// What is wrong with the pattern of a policy.
struct PolicyPatternError {
  std::string message;  // one sentence: "«jane@@example.com» is not an e-mail address: …"

  friend bool operator==(const PolicyPatternError&, const PolicyPatternError&) = default;
};

// The pattern of a policy, ready to be compared. A literal is one address (kEmail), one domain name
// that stands for itself and every name below it (kDomain), or one IP address or network outside
// the private and other special ranges (kIp). A regular expression is one of registry::Pattern and
// has to match the whole of the address, the domain or the IP address's text. What is of kUnknown
// matches nothing. Immutable, cheap to copy, safe from several threads.
//
//   PolicyPattern::Compile(PatternType::kDomain, "Example.com", false)  -> literal "example.com"
//   PolicyPattern::Compile(PatternType::kIp, "10.0.0.0/8", false)       -> "… is private"
class PolicyPattern {
 public:
  [[nodiscard]] static tl::expected<PolicyPattern, PolicyPatternError> Compile(
      PatternType type, std::string_view pattern, bool is_regex);

  [[nodiscard]] PatternType type() const noexcept { return type_; }
  // The normalised address or the domain in ASCII form; "" for an IP and a regular expression.
  [[nodiscard]] const std::string& literal() const noexcept { return literal_; }
  [[nodiscard]] const std::optional<IpNetwork>& network() const noexcept { return network_; }
  [[nodiscard]] bool is_regex() const noexcept { return regex_.has_value(); }

  // Whether the regular expression matches; false without one. An internationalised domain is tried
  // in its Unicode form too.
  [[nodiscard]] bool MatchesRegex(std::string_view text) const;

 private:
  PatternType type_ = PatternType::kUnknown;
  std::string literal_;
  std::optional<IpNetwork> network_;
  std::optional<Pattern> regex_;
};

}  // namespace namesake::registry
