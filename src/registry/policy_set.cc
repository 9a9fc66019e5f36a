// SPDX-License-Identifier: Apache-2.0
#include "registry/policy_set.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/uuid.h"
#include "mail/addr_spec.h"
#include "mail/authentication_results.h"
#include "mail/domain.h"
#include "mail/sender_claims.h"
#include "registry/ip_network.h"
#include "registry/pattern.h"
#include "registry/policy.h"
#include "registry/policy_pattern.h"

namespace namesake::registry {
namespace {

using mail::AuthenticationResult;
using mail::AuthenticationResults;

// What a policy takes beside its text, about.
constexpr std::size_t kPolicyBytes = 640;

// What a policy can be asked for; each has its own look-up tables.
enum Role : std::size_t {
  kExemptRecipient,
  kTrustedSender,
  kAcceptableSender,
  kBlockedSender,
  kTrustedLookalike,
  kTrustedRecent,
  kRoles,
};

std::vector<Role> RolesOf(const Policy& policy) {
  std::vector<Role> roles;
  if (const auto* const allow = std::get_if<AllowPolicy>(&policy.rule)) {
    if (allow->is_exempt_recipient) roles.push_back(kExemptRecipient);
    if (allow->is_trusted_sender) roles.push_back(kTrustedSender);
    if (allow->is_acceptable_sender) roles.push_back(kAcceptableSender);
  } else if (const auto* const trusted = std::get_if<TrustedDomain>(&policy.rule)) {
    if (trusted->is_similarity) roles.push_back(kTrustedLookalike);
    if (trusted->is_recent) roles.push_back(kTrustedRecent);
  } else {
    roles.push_back(kBlockedSender);
  }
  return roles;
}

bool MustVerify(const Policy& policy) noexcept {
  const auto* const allow = std::get_if<AllowPolicy>(&policy.rule);
  return allow != nullptr && allow->verify_sender;
}

std::string_view DomainOf(std::string_view normalised) noexcept {
  const std::size_t at_sign = normalised.rfind('@');
  return at_sign == std::string_view::npos ? std::string_view() : normalised.substr(at_sign + 1);
}

// Relaxed alignment, RFC 7489 section 3.1.
bool Aligned(std::string_view domain, std::string_view other) {
  return !domain.empty() && !other.empty() &&
         mail::OrganizationalDomain(domain) == mail::OrganizationalDomain(other);
}

// Whether authentication confirmed `domain`. A pass for some other domain is what anybody has who
// signs his own mail, and says nothing.
bool Confirms(const AuthenticationResults& results, std::string_view domain) {
  if (results.dmarc == AuthenticationResult::kPass && Aligned(domain, results.dmarc_domain)) {
    return true;
  }
  if (results.spf == AuthenticationResult::kPass && Aligned(domain, results.spf_domain)) {
    return true;
  }
  return results.dkim == AuthenticationResult::kPass &&
         std::ranges::any_of(results.dkim_domains,
                             [&](const std::string& signer) { return Aligned(domain, signer); });
}

// The senders of one message and what authentication says of each, found out when it is asked for.
class Senders {
 public:
  explicit Senders(const PolicySubject& subject) : subject_(subject) {}

  [[nodiscard]] bool IsConfirmed(std::string_view address) const {
    const AuthenticationResults& results = subject_.authentication;
    const std::string_view domain = DomainOf(address);
    if (Confirms(results, domain)) return true;
    // A DMARC result that names no domain speaks of the one in From, if there is just one.
    return results.dmarc == AuthenticationResult::kPass && results.dmarc_domain.empty() &&
           !domain.empty() &&
           std::ranges::all_of(subject_.header_senders, [&](const std::string& sender) {
             return DomainOf(sender) == domain;
           });
  }

  // The author, or without one the envelope sender.
  [[nodiscard]] bool AreConfirmed() const {
    if (subject_.header_senders.empty()) return IsConfirmed(subject_.envelope_sender);
    return std::ranges::all_of(subject_.header_senders,
                               [&](const std::string& sender) { return IsConfirmed(sender); });
  }

 private:
  const PolicySubject& subject_;
};

}  // namespace

struct PolicySet::Compiled {
  Policy policy;
  PolicyPattern pattern;
};

// The policies of one role.
class PolicySet::Index {
 public:
  // Says whether a policy that matches counts, too.
  using Counts = std::function<bool(const Policy&)>;

  void Add(const Compiled& compiled) {
    const PolicyPattern& pattern = compiled.pattern;
    empty_ = false;
    if (pattern.is_regex()) {
      PatternsFor(pattern.type()).push_back(&compiled);
    } else if (pattern.network()) {
      networks_[*pattern.network()].push_back(&compiled);
      prefixes_.insert(pattern.network()->prefix_bits);
    } else if (pattern.type() == PatternType::kEmail) {
      addresses_[pattern.literal()].push_back(&compiled);
    } else if (pattern.type() == PatternType::kDomain) {
      domains_[pattern.literal()].push_back(&compiled);
    }
  }

  [[nodiscard]] bool empty() const noexcept { return empty_; }

  [[nodiscard]] const Policy* FindAddress(const std::string& normalised,
                                          const Counts& counts) const {
    if (normalised.empty()) return nullptr;
    if (const Policy* const found = Pick(addresses_, normalised, counts)) return found;
    const std::string_view domain = DomainOf(normalised);
    if (const Policy* const found = FindDomainLiteral(domain, counts)) return found;
    if (const Policy* const found = Try(address_patterns_, normalised, counts)) return found;
    return Try(domain_patterns_, domain, counts);
  }

  [[nodiscard]] const Policy* FindDomain(std::string_view domain, const Counts& counts) const {
    if (const Policy* const found = FindDomainLiteral(domain, counts)) return found;
    return Try(domain_patterns_, domain, counts);
  }

  [[nodiscard]] const Policy* FindClient(const std::string& ip, const Counts& counts) const {
    const auto address = ip.empty() ? std::nullopt : ParseIpAddress(ip);
    if (!address) return nullptr;
    // From the narrowest network to the widest.
    for (auto bits = prefixes_.rbegin(); bits != prefixes_.rend(); ++bits) {
      if (const Policy* const found = Pick(networks_, Widen(*address, *bits), counts)) return found;
    }
    if (client_patterns_.empty()) return nullptr;
    return Try(client_patterns_, FormatIpAddress(*address), counts);
  }

 private:
  using List = std::vector<const Compiled*>;

  List& PatternsFor(PatternType type) noexcept {
    if (type == PatternType::kIp) return client_patterns_;
    return type == PatternType::kDomain ? domain_patterns_ : address_patterns_;
  }

  // The domain, then the one above it, and so on.
  [[nodiscard]] const Policy* FindDomainLiteral(std::string_view domain,
                                                const Counts& counts) const {
    if (domains_.empty()) return nullptr;
    while (!domain.empty()) {
      if (const Policy* const found = Pick(domains_, std::string(domain), counts)) return found;
      const std::size_t dot = domain.find('.');
      domain = dot == std::string_view::npos ? std::string_view() : domain.substr(dot + 1);
    }
    return nullptr;
  }

  template <typename Map>
  static const Policy* Pick(const Map& map, const typename Map::key_type& key,
                            const Counts& counts) {
    const auto found = map.find(key);
    if (found == map.end()) return nullptr;
    for (const Compiled* const compiled : found->second) {
      if (counts(compiled->policy)) return &compiled->policy;
    }
    return nullptr;
  }

  static const Policy* Try(const List& patterns, std::string_view text, const Counts& counts) {
    if (text.empty()) return nullptr;
    for (const Compiled* const compiled : patterns) {
      if (counts(compiled->policy) && compiled->pattern.MatchesRegex(text)) {
        return &compiled->policy;
      }
    }
    return nullptr;
  }

  bool empty_ = true;
  std::unordered_map<std::string, List> addresses_;
  std::unordered_map<std::string, List> domains_;
  std::map<IpNetwork, List> networks_;
  std::set<std::uint8_t> prefixes_;  // the lengths that occur in networks_
  List address_patterns_;
  List domain_patterns_;
  List client_patterns_;
};

struct PolicySet::Tables {
  // With its places in the tables.
  static std::size_t MemoryOf(const Compiled& compiled) noexcept {
    const Policy& policy = compiled.policy;
    const std::size_t text = policy.pattern.size() + compiled.pattern.literal().size() +
                             (policy.comments ? policy.comments->size() : 0);
    return kPolicyBytes + text + (policy.is_regex ? Pattern::kCompiledBytes : 0);
  }

  std::map<base::Uuid, std::shared_ptr<const Compiled>> policies;  // by id, that is, by age
  std::array<Index, kRoles> indices;
  std::size_t memory_bytes = 0;

  // Only the policies that changed are compiled anew.
  void Put(Policy policy) {
    auto pattern = PolicyPattern::Compile(policy.pattern_type(), policy.pattern, policy.is_regex);
    const base::Uuid id = policy.id;
    policies[id] = std::make_shared<const Compiled>(
        Compiled{std::move(policy), pattern ? *std::move(pattern) : PolicyPattern()});
  }

  void BuildIndices() {
    for (const auto& [id, compiled] : policies) {
      for (const Role role : RolesOf(compiled->policy)) indices[role].Add(*compiled);
      memory_bytes += MemoryOf(*compiled);
    }
  }
};

namespace {

template <typename Index>
const Policy* FindSparedSender(const Index& index, const PolicySubject& subject,
                               const Senders& senders) {
  if (index.empty()) return nullptr;
  const auto counts_for = [&](const std::string& address) {
    return
        [&](const Policy& policy) { return !MustVerify(policy) || senders.IsConfirmed(address); };
  };
  const Policy* first = nullptr;
  for (const std::string& sender : subject.header_senders) {
    const Policy* const found = index.FindAddress(sender, counts_for(sender));
    if (found == nullptr) {
      first = nullptr;
      break;
    }
    if (first == nullptr) first = found;
  }
  if (first != nullptr) return first;
  const std::string& envelope = subject.envelope_sender;
  if (const Policy* const found = index.FindAddress(envelope, counts_for(envelope))) return found;
  return index.FindClient(subject.client_ip, [&](const Policy& policy) {
    return !MustVerify(policy) || senders.AreConfirmed();
  });
}

template <typename Index>
const Policy* FindExemption(const Index& index, const PolicySubject& subject,
                            const Senders& senders) {
  if (index.empty()) return nullptr;
  const Policy* first = nullptr;
  for (const std::string& recipient : subject.recipients) {
    const Policy* const found = index.FindAddress(recipient, [&](const Policy& policy) {
      return !MustVerify(policy) || senders.AreConfirmed();
    });
    if (found == nullptr) return nullptr;
    if (first == nullptr) first = found;
  }
  return first;
}

template <typename Index>
const Policy* FindBlock(const Index& index, const PolicySubject& subject) {
  if (index.empty()) return nullptr;
  const auto always = [](const Policy&) { return true; };
  for (const std::string& sender : subject.header_senders) {
    if (const Policy* const found = index.FindAddress(sender, always)) return found;
  }
  if (const Policy* const found = index.FindAddress(subject.envelope_sender, always)) return found;
  return index.FindClient(subject.client_ip, always);
}

void AddOnce(std::vector<std::string>& list, const std::string& text) {
  if (text.empty() || std::ranges::find(list, text) != list.end()) return;
  list.push_back(text);
}

}  // namespace

PolicySubject SubjectOf(const mail::SenderClaims& claims) {
  PolicySubject subject;
  for (const mail::Claim& claim : claims.claims) {
    if (claim.field == mail::AuthorField::kFrom) AddOnce(subject.header_senders, claim.normalised);
  }
  const mail::Envelope& envelope = claims.envelope;
  if (!envelope.mail_from.empty()) {
    subject.envelope_sender = mail::NormaliseAddress(envelope.mail_from);
  }
  for (const std::string& recipient : envelope.recipients) {
    subject.recipients.push_back(mail::NormaliseAddress(recipient));
  }
  subject.client_ip = envelope.client_ip;
  subject.authentication = claims.authentication;
  return subject;
}

PolicySet::PolicySet() : tables_(std::make_shared<const Tables>()) {}

PolicySet::PolicySet(std::vector<Policy> policies) {
  auto tables = std::make_shared<Tables>();
  for (Policy& policy : policies) tables->Put(std::move(policy));
  tables->BuildIndices();
  tables_ = std::move(tables);
}

PolicySet PolicySet::With(std::vector<PolicyChange> changes) const {
  auto tables = std::make_shared<Tables>();
  tables->policies = tables_->policies;
  for (PolicyChange& change : changes) {
    if (change.policy) {
      tables->Put(*std::move(change.policy));
    } else {
      tables->policies.erase(change.id);
    }
  }
  tables->BuildIndices();
  PolicySet next;
  next.tables_ = std::move(tables);
  return next;
}

MatchedPolicies PolicySet::Match(const PolicySubject& subject) const {
  const auto& indices = tables_->indices;
  const Senders senders(subject);
  return {.exempt_recipient = FindExemption(indices[kExemptRecipient], subject, senders),
          .trusted_sender = FindSparedSender(indices[kTrustedSender], subject, senders),
          .acceptable_sender = FindSparedSender(indices[kAcceptableSender], subject, senders),
          .blocked_sender = FindBlock(indices[kBlockedSender], subject)};
}

MatchedPolicies PolicySet::Match(const mail::SenderClaims& claims) const {
  return empty() ? MatchedPolicies{} : Match(SubjectOf(claims));
}

bool PolicySet::ExemptsRecipients() const noexcept {
  return !tables_->indices[kExemptRecipient].empty();
}

std::vector<std::string> PolicySet::ExemptRecipients(const mail::SenderClaims& claims) const {
  std::vector<std::string> exempt;
  const auto& index = tables_->indices[kExemptRecipient];
  if (index.empty()) return exempt;
  PolicySubject subject = SubjectOf(claims);
  const Senders senders(subject);
  for (const std::string& recipient : claims.envelope.recipients) {
    const Policy* const found = index.FindAddress(
        mail::NormaliseAddress(recipient),
        [&](const Policy& policy) { return !MustVerify(policy) || senders.AreConfirmed(); });
    if (found != nullptr) exempt.push_back(recipient);
  }
  return exempt;
}

const Policy* PolicySet::FindTrustedLookalike(std::string_view domain) const {
  return tables_->indices[kTrustedLookalike].FindDomain(domain, [](const Policy&) { return true; });
}

const Policy* PolicySet::FindTrustedRecent(std::string_view domain) const {
  return tables_->indices[kTrustedRecent].FindDomain(domain, [](const Policy&) { return true; });
}

std::size_t PolicySet::memory_bytes() const noexcept { return tables_->memory_bytes; }

std::size_t PolicySet::size() const noexcept { return tables_->policies.size(); }

}  // namespace namesake::registry
