// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "registry/pattern.h"

namespace namesake::registry {

// What is wrong with the text of an `email` field.
struct AddressRuleError {
  std::string message;  // one sentence: "«jane@@example.com» is not an e-mail address: …"
  std::size_t offset;   // octets (literal) or code points (pattern) from the start of the text

  friend bool operator==(const AddressRuleError&, const AddressRuleError&) = default;
};

// Which addresses may bear a name: a list of literal addresses, or one pattern.
// Immutable, safe from several threads.
class AddressRule {
 public:
  // `email` as in Entry. A literal is one addr-spec (RFC 5321, RFC 6531) or several separated by
  // commas, blanks around them allowed, empty items not. All faults of a list are reported.
  [[nodiscard]] static tl::expected<AddressRule, std::vector<AddressRuleError>> Compile(
      std::string_view email, bool is_email_regex);

  // `normalised` comes from mail::NormaliseAddress.
  [[nodiscard]] bool Matches(std::string_view normalised) const;

  // The literal addresses, normalised; empty for a pattern.
  [[nodiscard]] const std::vector<std::string>& literals() const noexcept { return literals_; }
  [[nodiscard]] bool is_pattern() const noexcept { return pattern_.has_value(); }

 private:
  std::vector<std::string> literals_;
  std::optional<Pattern> pattern_;
};

}  // namespace namesake::registry
