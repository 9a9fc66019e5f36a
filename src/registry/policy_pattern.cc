// SPDX-License-Identifier: Apache-2.0
#include "registry/policy_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "mail/addr_spec.h"
#include "registry/ip_network.h"
#include "registry/pattern.h"
#include "registry/policy.h"
#include "text/escape.h"
#include "text/idna.h"

namespace namesake::registry {
namespace {

constexpr std::size_t kShownCodePoints = 80;  // of a bad pattern in its message

template <typename T>
using Checked = tl::expected<T, PolicyPatternError>;

tl::unexpected<PolicyPatternError> Wrong(std::string_view pattern, std::string_view what) {
  return tl::unexpected(PolicyPatternError{
      fmt::format("«{}» is {}", text::EscapeForDisplay(pattern, kShownCodePoints), what)});
}

Checked<std::string> ReadAddress(std::string_view pattern) {
  if (const auto parsed = mail::ParseAddrSpec(pattern); !parsed) {
    return Wrong(pattern, fmt::format("not an e-mail address: {}, at offset {}",
                                      mail::Describe(parsed.error().fault), parsed.error().offset));
  }
  return mail::NormaliseAddress(pattern);
}

bool IsLetterOrDigit(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// RFC 1123 section 2.1: letters, digits and inner hyphens; the last label is no number, or an IP
// address would be a name.
bool IsHostName(std::string_view ascii) noexcept {
  std::string_view label;
  for (std::size_t from = 0; from <= ascii.size(); from += label.size() + 1) {
    label = ascii.substr(from, ascii.find('.', from) - from);
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    const auto fits = [](char c) { return IsLetterOrDigit(c) || c == '-'; };
    if (!std::ranges::all_of(label, fits)) return false;
  }
  return !std::ranges::all_of(label, [](char c) { return c >= '0' && c <= '9'; });
}

Checked<std::string> ReadDomain(std::string_view pattern) {
  auto ascii = text::DomainToAscii(pattern);
  if (!ascii || !IsHostName(*ascii)) return Wrong(pattern, "not a domain name");
  return *std::move(ascii);
}

Checked<IpNetwork> ReadNetwork(std::string_view pattern) {
  const auto network = ParseIpNetwork(pattern);
  if (!network) return Wrong(pattern, "not an IPv4 or IPv6 address or CIDR network");
  const std::string_view use = SpecialUse(*network);
  if (use.empty()) return *network;
  return Wrong(pattern, fmt::format("not a public address: it is, or holds, {} addresses", use));
}

}  // namespace

Checked<PolicyPattern> PolicyPattern::Compile(PatternType type, std::string_view pattern,
                                              bool is_regex) {
  PolicyPattern compiled;
  compiled.type_ = type;
  if (type == PatternType::kUnknown) return compiled;
  if (is_regex) {
    auto regex = Pattern::Compile(pattern);
    if (!regex) {
      return tl::unexpected(
          PolicyPatternError{fmt::format("not a Java regular expression: {}, at offset {}",
                                         regex.error().message, regex.error().offset)});
    }
    compiled.regex_ = *std::move(regex);
    return compiled;
  }
  if (type == PatternType::kIp) {
    return ReadNetwork(pattern).map([&](const IpNetwork& network) {
      compiled.network_ = network;
      return compiled;
    });
  }
  auto literal = type == PatternType::kEmail ? ReadAddress(pattern) : ReadDomain(pattern);
  return std::move(literal).map([&](std::string text) {
    compiled.literal_ = std::move(text);
    return compiled;
  });
}

bool PolicyPattern::MatchesRegex(std::string_view text) const {
  if (!regex_) return false;
  if (regex_->Matches(text)) return true;
  if (type_ == PatternType::kIp || text.find("xn--") == std::string_view::npos) return false;
  const std::size_t at_sign = text.rfind('@');
  const std::size_t domain = at_sign == std::string_view::npos ? 0 : at_sign + 1;
  return regex_->Matches(std::string(text.substr(0, domain)) +
                         text::DomainToUnicode(text.substr(domain)));
}

}  // namespace namesake::registry
