// SPDX-License-Identifier: Apache-2.0
#include "detection/own_domains.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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

namespace namesake::detection {
namespace {

// Shorter labels resemble too many others.
constexpr std::size_t kMinLabel = 4;
constexpr std::size_t kMinLabelForOneError = 5;
constexpr std::size_t kMinLabelForTwoErrors = 10;

// What a domain takes with its places in the index, about.
constexpr std::size_t kDomainBytes = 2048;

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

// A polynomial in an odd number, so that the hash of a text without its i-th letter follows from
// those of the parts before and behind it.
class LabelHash {
 public:
  explicit LabelHash(std::string_view label) : size_(std::min(label.size(), kMaxLetters)) {
    for (std::size_t i = 0; i < size_; ++i) {
      prefix_[i + 1] = prefix_[i] * kBase + static_cast<unsigned char>(label[i]) + 1;
    }
  }

  // Calls `use` with the hash of the label and, if it is long enough to be recognised without it,
  // of the label without each letter.
  template <typename Use>
  void ForEachNeighbour(const Use& use) const {
    use(Finish(prefix_[size_], size_));
    if (size_ < kMinLabelForOneError) return;
    std::uint64_t power = 1;  // kBase ^ (letters behind the one left out)
    for (std::size_t i = size_; i-- > 0;) {
      use(Finish(prefix_[size_] - prefix_[i + 1] * power + prefix_[i] * power, size_ - 1));
      power *= kBase;
    }
  }

 private:
  static constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL;
  static constexpr std::size_t kMaxLetters = 63;  // RFC 1035 section 2.3.4

  static std::size_t Finish(std::uint64_t value, std::size_t size) noexcept {
    value = (value ^ (value >> 29) ^ size) * 0xBF58476D1CE4E5B9ULL;
    return static_cast<std::size_t>(value ^ (value >> 32));
  }

  std::size_t size_;
  std::array<std::uint64_t, kMaxLetters + 1> prefix_{};
};

template <typename Use>
void ForEachNeighbour(std::string_view label, const Use& use) {
  LabelHash(label).ForEachNeighbour(use);
}

// The first letters of a label, where it could stand inside another; labels have four at least.
std::uint32_t Gram(std::string_view text) noexcept {
  std::uint32_t gram = 0;
  for (std::size_t i = 0; i < kMinLabel; ++i) {
    gram = gram << 8U | static_cast<unsigned char>(text[i]);
  }
  return gram * 0x9E3779B1U;
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
    if (IsImitable(organizational, label)) {
      by_label_.try_emplace(name.label, i);
      grams_.Add(Gram(name.label));
    }
    const auto add = [&](std::size_t hash) {
      by_look_.emplace(hash, i);
      neighbours_.Add(hash);
    };
    ForEachNeighbour(CoarseForm(name.look), add);
    ForEachNeighbour(name.label, add);
  }
}

std::size_t OwnDomains::memory_bytes() const noexcept {
  return sizeof(OwnDomains) + names_.size() * kDomainBytes;
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
  ForEachNeighbour(label, consider);
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

bool OwnDomains::MayImitate(std::string_view label) const {
  bool may = false;
  const auto test = [&](std::size_t hash) { may |= neighbours_.MayHave(hash); };
  ForEachNeighbour(label, test);
  ForEachNeighbour(CoarseForm(LookOfLabel(label)), test);
  for (std::size_t i = 0; !may && i + kMinLabel <= label.size(); ++i) {
    may = grams_.MayHave(Gram(label.substr(i)));
  }
  return may;
}

// Nearly all domains resemble none: that is told from their labels alone, without the Public Suffix
// List.
bool OwnDomains::AnyLabelMayImitate(std::string_view domain) const {
  for (std::size_t i = 0; i < kMaxLabels && !domain.empty(); ++i) {
    const std::string_view label = FirstLabel(domain);
    domain.remove_prefix(std::min(label.size() + 1, domain.size()));
    if (!domain.empty() && MayImitate(label)) return true;
  }
  return false;
}

std::optional<DomainImitation> OwnDomains::FindImitation(std::string_view domain) const {
  if (names_.empty() || domain.empty() || domain.front() == '[' || Contains(domain) ||
      !AnyLabelMayImitate(domain)) {
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

}  // namespace namesake::detection
