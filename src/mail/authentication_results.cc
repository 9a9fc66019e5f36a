// SPDX-License-Identifier: Apache-2.0
#include "mail/authentication_results.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mail/character.h"
#include "mail/domain.h"
#include "mail/header_section.h"
#include "text/idna.h"

namespace namesake::mail {
namespace {

constexpr std::string_view kFieldName = "Authentication-Results";

// Splits the text of a field into words: comments and white space are left out, a quoted-string is
// one word, and so is each of ";" and "=".
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  // The next word; nullopt at the end.
  std::optional<std::string> Next() {
    SkipBlanksAndComments();
    if (at_ == text_.size()) return std::nullopt;
    if (text_[at_] == '"') return Quoted();
    const std::size_t begin = at_++;
    if (IsSeparator(text_[begin])) return std::string(1, text_[begin]);
    while (at_ < text_.size() && !IsBlank(text_[at_]) && !IsSeparator(text_[at_]) &&
           text_[at_] != '(' && text_[at_] != '"') {
      ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

 private:
  static bool IsSeparator(char c) noexcept { return c == ';' || c == '='; }

  void SkipBlanksAndComments() {
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '(') {
        ++depth;
      } else if (c == ')' && depth > 0) {
        --depth;
      } else if (c == '\\' && depth > 0 && at_ + 1 < text_.size()) {
        ++at_;
      } else if (depth == 0 && !IsBlank(c)) {
        return;
      }
    }
  }

  std::string Quoted() {
    std::string word;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word.push_back(text_[at_]);
    }
    if (at_ < text_.size()) ++at_;
    return word;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// name=value, for a method and its result as for a property and its value.
struct Pair {
  std::string name;
  std::string value;
};

// What stands between two semicolons (RFC 8601 section 2.2, resinfo): the method's own pair first.
using ResultInfo = std::vector<Pair>;

struct Field {
  std::string authserv_id;
  std::vector<ResultInfo> results;
};

Field ParseField(std::string_view body) {
  Words words(body);
  Field field;
  field.authserv_id = words.Next().value_or("");
  ResultInfo info;
  std::string before;  // the word that a "=" would make a name
  for (auto word = words.Next(); word; word = words.Next()) {
    if (*word == ";") {
      if (!info.empty()) field.results.push_back(std::exchange(info, {}));
      before.clear();
    } else if (*word == "=" && !before.empty()) {
      info.push_back({std::exchange(before, {}), words.Next().value_or("")});
    } else {
      before = *std::move(word);
    }
  }
  if (!info.empty()) field.results.push_back(std::move(info));
  return field;
}

AuthenticationResult ResultOf(std::string_view text) noexcept {
  using enum AuthenticationResult;
  static constexpr std::array<std::pair<std::string_view, AuthenticationResult>, 10> kResults{{
      {"none", kNone},
      {"pass", kPass},
      {"bestguesspass", kNone},  // Microsoft's: there is no DMARC record
      {"fail", kFail},
      {"hardfail", kFail},
      {"softfail", kFail},
      {"policy", kFail},
      {"permerror", kFail},
      {"neutral", kNeutral},
      {"temperror", kTemporaryError},
  }};
  const auto found = std::ranges::find_if(
      kResults, [&](const auto& each) { return EqualsIgnoringCase(each.first, text); });
  return found == kResults.end() ? kUnknown : found->second;
}

// The domain of an address or of a bare name, in ASCII form.
std::string DomainIn(std::string_view value) {
  const std::size_t sign = value.rfind('@');
  if (sign != std::string_view::npos) value = value.substr(sign + 1);
  return text::DomainToAscii(value).value_or("");
}

std::string Property(const ResultInfo& info, std::string_view name) {
  const auto found = std::ranges::find_if(
      info, [&](const Pair& pair) { return EqualsIgnoringCase(pair.name, name); });
  return found == info.end() ? std::string() : DomainIn(found->value);
}

std::string FirstOf(std::string first, std::string second) {
  return first.empty() ? std::move(second) : std::move(first);
}

// Of several signatures the best one counts: anybody may add one that fails.
AuthenticationResult Better(AuthenticationResult a, AuthenticationResult b) noexcept {
  using enum AuthenticationResult;
  static constexpr std::array kBestFirst{kPass, kTemporaryError, kFail, kNeutral, kNone, kUnknown};
  return *std::ranges::find_if(kBestFirst, [&](auto each) { return each == a || each == b; });
}

// Gathers results from the topmost field down. What a field above has said of a method stands.
class Gatherer {
 public:
  void Add(const Field& field) {
    const AuthenticationResults above = results_;
    for (const ResultInfo& info : field.results) AddResult(info, above);
  }
  [[nodiscard]] AuthenticationResults Take() { return std::move(results_); }

 private:
  void AddResult(const ResultInfo& info, const AuthenticationResults& above) {
    using enum AuthenticationResult;
    // "dkim/1=pass" gives the method's version.
    const std::string_view name = info.front().name;
    const std::string_view method = TrimBlanks(name.substr(0, name.find('/')));
    const AuthenticationResult result = ResultOf(info.front().value);
    if (EqualsIgnoringCase(method, "dmarc") && results_.dmarc == kUnknown) {
      results_.dmarc = result;
      results_.dmarc_domain = Property(info, "header.from");
    } else if (EqualsIgnoringCase(method, "arc") && results_.arc == kUnknown) {
      results_.arc = result;
    } else if (EqualsIgnoringCase(method, "spf") && results_.spf == kUnknown) {
      results_.spf = result;
      results_.spf_domain = FirstOf(Property(info, "smtp.mailfrom"), Property(info, "smtp.helo"));
    } else if (EqualsIgnoringCase(method, "dkim") && above.dkim == kUnknown) {
      results_.dkim = Better(results_.dkim, result);
      std::string signer = FirstOf(Property(info, "header.d"), Property(info, "header.i"));
      if (result == kPass && !signer.empty()) results_.dkim_domains.push_back(std::move(signer));
    }
  }

  AuthenticationResults results_;
};

// Calls `test` with each name of a comma list; true when one of them passes.
template <typename Test>
bool AnyName(std::string_view list, const Test& test) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view name = TrimBlanks(list.substr(0, comma));
    if (!name.empty() && test(name)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// The host that a Received field says has written it, in ASCII form; empty when it does not say.
std::string WriterOf(std::string_view received) {
  Words words(received);
  for (auto word = words.Next(); word && *word != ";"; word = words.Next()) {
    if (EqualsIgnoringCase(*word, "by")) return DomainIn(words.Next().value_or(""));
  }
  return {};
}

// Whether a host of an organization that one of `authserv_ids` names has written the field.
bool IsWrittenByOurs(std::string_view received, std::string_view authserv_ids) {
  const std::string writer = WriterOf(received);
  return !writer.empty() && AnyName(authserv_ids, [&](std::string_view name) {
    return OrganizationalDomain(writer) == OrganizationalDomain(DomainIn(name));
  });
}

}  // namespace

AuthenticationResults ReadAuthenticationResults(std::span<const HeaderField> fields,
                                                std::string_view authserv_ids) {
  Gatherer gatherer;
  if (authserv_ids.empty()) return gatherer.Take();
  bool found = false;
  for (const HeaderField& field : fields) {
    if (NameIs(field.name, "Received")) {
      if (found || !IsWrittenByOurs(field.body, authserv_ids)) break;
    } else if (NameIs(field.name, kFieldName)) {
      const Field parsed = ParseField(field.body);
      const bool is_ours = AnyName(authserv_ids, [&](std::string_view name) {
        return EqualsIgnoringCase(parsed.authserv_id, name);
      });
      if (!is_ours) break;
      gatherer.Add(parsed);
      found = true;
    }
  }
  return gatherer.Take();
}

}  // namespace namesake::mail
