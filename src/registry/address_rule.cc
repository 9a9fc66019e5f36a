// SPDX-License-Identifier: Apache-2.0
#include "registry/address_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "mail/addr_spec.h"
#include "registry/pattern.h"
#include "text/escape.h"
#include "text/idna.h"

namespace namesake::registry {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kShownCodePoints = 80;  // of a bad address in its message

// One item of the list and where it stands.
struct Item {
  std::string_view text;
  std::size_t offset;
};

// The end of the quoted string that begins at `at`, or `at` when it is not closed: then the
// quotation mark is just a wrong character, and the other items can still be judged.
std::size_t SkipQuotedString(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i;
    }
  }
  return at;
}

// The next comma that separates items: one inside a quoted local part does not.
std::size_t FindComma(std::string_view text, std::size_t from) {
  const std::size_t start = text.find_first_not_of(kBlanks, from);
  if (start != std::string_view::npos && text[start] == '"') from = SkipQuotedString(text, start);
  return std::min(text.find(',', from), text.size());
}

Item Trim(std::string_view text, std::size_t offset) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {std::string_view(), offset};
  const std::size_t last = text.find_last_not_of(kBlanks);
  return {text.substr(first, last - first + 1), offset + first};
}

std::vector<Item> SplitList(std::string_view text) {
  std::vector<Item> items;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = FindComma(text, from);
    items.push_back(Trim(text.substr(from, comma - from), from));
    from = comma + 1;
  }
  return items;
}

AddressRuleError Explain(const Item& item, const mail::AddrSpecError& error) {
  if (item.text.empty()) return {"there is no e-mail address", item.offset};
  return {
      fmt::format("«{}» is not an e-mail address: {}",
                  text::EscapeForDisplay(item.text, kShownCodePoints), mail::Describe(error.fault)),
      item.offset + error.offset};
}

tl::expected<std::vector<std::string>, std::vector<AddressRuleError>> ReadList(
    std::string_view text) {
  std::vector<std::string> addresses;
  std::vector<AddressRuleError> errors;
  const std::vector<Item> items = SplitList(text);
  for (const Item& item : items) {
    if (const auto parsed = mail::ParseAddrSpec(item.text); parsed) {
      addresses.push_back(mail::NormaliseAddress(item.text));
    } else if (item.text.empty() && items.size() > 1) {
      errors.push_back({"an item between the commas is empty", item.offset});
    } else {
      errors.push_back(Explain(item, parsed.error()));
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  return addresses;
}

// Who writes "@bücher\.example" means the domain whose normal form is "xn--bcher-kva.example".
bool MatchesUnicodeDomain(const Pattern& pattern, std::string_view normalised) {
  if (normalised.find("xn--") == std::string_view::npos) return false;
  const std::size_t at_sign = normalised.rfind('@');
  if (at_sign == std::string_view::npos) return false;
  return pattern.Matches(std::string(normalised.substr(0, at_sign + 1)) +
                         text::DomainToUnicode(normalised.substr(at_sign + 1)));
}

}  // namespace

tl::expected<AddressRule, std::vector<AddressRuleError>> AddressRule::Compile(
    std::string_view email, bool is_email_regex) {
  AddressRule rule;
  if (!is_email_regex) {
    auto list = ReadList(email);
    if (!list) return tl::unexpected(std::move(list.error()));
    rule.literals_ = std::move(*list);
    return rule;
  }
  auto pattern = Pattern::Compile(email);
  if (!pattern) {
    const PatternError& error = pattern.error();
    return tl::unexpected(std::vector<AddressRuleError>{
        {fmt::format("not a Java regular expression: {}, at offset {}", error.message,
                     error.offset),
         error.offset}});
  }
  rule.pattern_ = *std::move(pattern);
  return rule;
}

bool AddressRule::Matches(std::string_view normalised) const {
  if (!pattern_) return std::binary_search(literals_.begin(), literals_.end(), normalised);
  return pattern_->Matches(normalised) || MatchesUnicodeDomain(*pattern_, normalised);
}

}  // namespace namesake::registry
