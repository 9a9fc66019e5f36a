// SPDX-License-Identifier: Apache-2.0
#include "detection/own_domains.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/look_form.h"
#include "detection/word_match.h"
#include "mail/domain.h"
#include "names/service.h"
#include "text/fold.h"
#include "text/idna.h"
#include "text/skeleton.h"
#include "text/utf8.h"

namespace namesake::detection {
namespace {

// Shorter labels resemble too many others.
constexpr std::size_t kMinLabel = 4;
constexpr std::size_t kMinLabelForOneError = 5;
constexpr std::size_t kMinLabelForTwoErrors = 10;

// RFC 1035 section 2.3.4 allows 63 octets to a label: enough for looking at each letter.
constexpr std::size_t kMaxLabels = 32;

// What is written before or after a company's name to make it look like a service of the company.
constexpr auto kAffixes = std::to_array<std::string_view>({
    "account",  "accounts", "admin",    "app",     "auth",     "billing",  "center",   "central",
    "client",   "cloud",    "co",       "company", "connect",  "corp",     "customer", "desk",
    "direct",   "docs",     "email",    "eu",      "exec",     "finance",  "files",    "get",
    "global",   "go",       "group",    "gmbh",    "help",     "helpdesk", "hr",       "id",
    "inc",      "info",     "int",      "intl",    "invoice",  "it",       "login",    "ltd",
    "llc",      "mail",     "mailer",   "my",      "net",      "news",     "notice",   "office",
    "official", "online",   "pay",      "payment", "payments", "payroll",  "portal",   "secure",
    "security", "service",  "services", "share",   "shop",     "sign",     "signin",   "site",
    "sso",      "staff",    "support",  "team",    "the",      "uk",       "update",   "us",
    "usa",      "verify",   "vpn",      "web",     "webmail",  "weare",    "with",     "work",
});

std::string_view FirstLabel(std::string_view domain) { return domain.substr(0, domain.find('.')); }

// What a person sees of a label, in one case.
std::string SeenLabel(std::string_view label) {
  if (!label.starts_with("xn--")) return std::string(label);
  return text::FoldCase(text::DomainToUnicode(label));
}

std::string LookOfLabel(std::string_view label) {
  std::string look;
  // Hyphens part the words that LookForm wants, and stay to be seen.
  const std::string clean = text::Clean(SeenLabel(label));
  std::string_view rest = clean;
  while (!rest.empty()) {
    const std::size_t hyphen = std::min(rest.find('-'), rest.size());
    look += LookForm(rest.substr(0, hyphen));
    if (hyphen < rest.size()) look.push_back('-');
    rest.remove_prefix(std::min(hyphen + 1, rest.size()));
  }
  return look;
}

std::size_t HashOf(std::string_view text) noexcept { return std::hash<std::string_view>{}(text); }

// Calls `use` with the hash of the text and of the text with each letter left out.
template <typename Use>
void ForEachNeighbour(const std::string& text, const Use& use) {
  use(HashOf(text));
  if (text.size() < kMinLabelForOneError) return;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string shorter = text;
    shorter.erase(i, 1);
    use(HashOf(shorter));
  }
}

int AllowedErrors(std::size_t letters) noexcept {
  if (letters >= kMinLabelForTwoErrors) return 2;
  return letters >= kMinLabelForOneError ? 1 : 0;
}

std::optional<DomainDisguise> DisguiseOfLabel(std::string_view label, std::string_view look,
                                              std::string_view own_label,
                                              std::string_view own_look) {
  if (label == own_label) return DomainDisguise::kTopLevel;
  if (LooksEqual(look, own_look)) return DomainDisguise::kConfusable;
  const int allowed = AllowedErrors(own_label.size());
  if (allowed > 0 && EditDistance(label, own_label, allowed) <= allowed) {
    return DomainDisguise::kTypo;
  }
  return std::nullopt;
}

// "example" of example-mail, secure-example, myexample; empty without an affix.
template <typename IsOwn>
std::string_view WithoutAffix(std::string_view label, const IsOwn& is_own) {
  for (const std::string_view affix : kAffixes) {
    std::string_view rest = label;
    if (rest.size() >= affix.size() + kMinLabel && rest.starts_with(affix)) {
      rest.remove_prefix(affix.size());
      if (rest.starts_with('-')) rest.remove_prefix(1);
      if (is_own(rest)) return rest;
    }
    rest = label;
    if (rest.size() >= affix.size() + kMinLabel && rest.ends_with(affix)) {
      rest.remove_suffix(affix.size());
      if (rest.ends_with('-')) rest.remove_suffix(1);
      if (is_own(rest)) return rest;
    }
  }
  // Parted by hyphens the name is plain to see, with whatever beside it.
  std::string_view rest = label;
  while (!rest.empty()) {
    const std::size_t hyphen = std::min(rest.find('-'), rest.size());
    const std::string_view part = rest.substr(0, hyphen);
    if (part.size() < label.size() && part.size() >= kMinLabel && is_own(part)) return part;
    rest.remove_prefix(std::min(hyphen + 1, rest.size()));
  }
  return {};
}

bool IsImitable(std::string_view organizational, std::string_view label) {
  return label.size() >= kMinLabel && !names::IsFreeMailer(organizational);
}

}  // namespace

OwnDomains::OwnDomains(std::vector<std::string> domains) : names_(std::move(domains)) {
  prepared_.reserve(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string organizational = mail::OrganizationalDomain(names_[i]);
    const std::string label(FirstLabel(organizational));
    prepared_.push_back({organizational, label, LookOfLabel(label)});
    const Name& name = prepared_.back();
    by_name_.try_emplace(names_[i], i);
    by_name_.try_emplace(name.organizational, i);
    if (names::IsFreeMailer(organizational)) continue;
    if (IsImitable(organizational, label)) by_label_.try_emplace(name.label, i);
    const auto add = [&](std::size_t hash) { by_look_.emplace(hash, i); };
    ForEachNeighbour(CoarseForm(name.look), add);
    ForEachNeighbour(name.label, add);
  }
}

bool OwnDomains::Contains(std::string_view domain) const {
  while (!by_name_.empty()) {
    const auto found = by_name_.find(domain);
    if (found != by_name_.end()) return true;
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  return false;
}

const OwnDomains::Name* OwnDomains::FindLabel(std::string_view label) const {
  const auto found = by_label_.find(label);
  return found == by_label_.end() ? nullptr : &prepared_[found->second];
}

std::optional<DomainImitation> OwnDomains::ImitationByLabel(std::string_view organizational,
                                                            std::string_view label) const {
  const std::string look = LookOfLabel(label);
  std::optional<DomainImitation> best;
  const auto consider = [&](std::size_t hash) {
    const auto [begin, end] = by_look_.equal_range(hash);
    for (auto at = begin; at != end; ++at) {
      const Name& own = prepared_[at->second];
      const auto disguise = DisguiseOfLabel(label, look, own.label, own.look);
      if (!disguise || (*disguise != DomainDisguise::kConfusable && own.label.size() < kMinLabel)) {
        continue;
      }
      if (!best || *disguise < best->disguise) {
        best = DomainImitation{*disguise, names_[at->second]};
      }
    }
  };
  ForEachNeighbour(CoarseForm(look), consider);
  // The look form writes m as rn: an m too many is one error in the label and two there.
  ForEachNeighbour(std::string(label), consider);
  // A letter of another alphabet in an own look form of the same label: only the suffix is left.
  if (best && best->disguise == DomainDisguise::kTopLevel && names::IsFreeMailer(organizational)) {
    return std::nullopt;
  }
  return best;
}

std::optional<DomainImitation> OwnDomains::ImitationByAffix(std::string_view label) const {
  const std::string_view rest =
      WithoutAffix(label, [&](std::string_view part) { return FindLabel(part) != nullptr; });
  if (rest.empty()) return std::nullopt;
  return DomainImitation{DomainDisguise::kAffix, names_[by_label_.find(rest)->second]};
}

std::optional<DomainImitation> OwnDomains::FindImitation(std::string_view domain) const {
  if (names_.empty() || domain.empty() || domain.front() == '[' || Contains(domain)) {
    return std::nullopt;
  }
  const std::string organizational = mail::OrganizationalDomain(domain);
  const std::string_view label = FirstLabel(organizational);
  // Whole own domains that are followed by the attacker's: every run of labels that starts one.
  std::string_view rest = domain;
  std::optional<DomainImitation> by_label;
  for (std::size_t i = 0; i < kMaxLabels && rest.size() > organizational.size(); ++i) {
    for (std::size_t end = rest.find('.'); end != std::string_view::npos;
         end = rest.find('.', end + 1)) {
      const auto found = by_name_.find(rest.substr(0, end));
      if (found != by_name_.end() && !names::IsFreeMailer(names_[found->second])) {
        return DomainImitation{DomainDisguise::kInside, names_[found->second]};
      }
    }
    const std::string_view one = FirstLabel(rest);
    const auto found = by_label_.find(one);
    if (!by_label && found != by_label_.end()) {
      by_label = DomainImitation{DomainDisguise::kLabel, names_[found->second]};
    }
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
  }
  if (auto imitation = ImitationByLabel(organizational, label)) return imitation;
  // The dots of an own domain written as hyphens: example-com.test.
  if (auto imitation = ImitationByAffix(label)) return imitation;
  return by_label;
}

std::optional<DomainDisguise> ImitationOf(std::string_view domain, std::string_view own) {
  const OwnDomains domains({std::string(own)});
  const auto imitation = domains.FindImitation(domain);
  return imitation ? std::optional(imitation->disguise) : std::nullopt;
}

}  // namespace namesake::detection
