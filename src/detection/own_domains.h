// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace namesake::detection {

// How a foreign domain imitates one of the account's own, the plainest first.
enum class DomainDisguise {
  kInside,      // example.com.attacker.test: the whole name, further left
  kConfusable,  // exarnple.com, examp1e.com, еxample.com: equal to the eye
  kTypo,        // exampel.com
  kTopLevel,    // example.co: the same name under another public suffix
  kAffix,       // example-mail.com, secure-example.com
  kLabel,       // example.attacker.test: the name alone, further left
};

struct DomainImitation {
  DomainDisguise disguise = DomainDisguise::kInside;
  std::string_view own;  // the imitated domain; lives as long as the OwnDomains
};

// The domains of an account, prepared for asking whether another one imitates them. Immutable, safe
// from several threads; a look-up takes the same time for one domain and for ten thousand.
//
// What is imitated is the label below the public suffix (the Public Suffix List): "example" of
// mail.example.co.uk. A label of fewer than four letters and one of a free mailer are too common to
// be imitated in any way but kInside and kConfusable, and not at all, respectively.
class OwnDomains {
 public:
  OwnDomains() = default;
  // In ASCII form (text::DomainToAscii).
  explicit OwnDomains(std::vector<std::string> domains);
  OwnDomains(const OwnDomains&) = delete;  // the index points into the names
  OwnDomains& operator=(const OwnDomains&) = delete;

  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

  [[nodiscard]] std::size_t memory_bytes() const noexcept;  // about

  // `domain` is one of them or below one.
  [[nodiscard]] bool Contains(std::string_view domain) const;

  // The label of one of them, below its public suffix: "example". In lower case.
  [[nodiscard]] bool HasLabel(std::string_view label) const {
    return by_label_.find(label) != by_label_.end();
  }

  // `domain` in ASCII form. nullopt for the own domains, their organizational domains and what is
  // below those.
  [[nodiscard]] std::optional<DomainImitation> FindImitation(std::string_view domain) const;

 private:
  struct Name {
    std::string organizational;  // example.co.uk
    std::string label;           // example
    std::string look;            // look form of the label as people see it (IDNA undone)
  };
  using Index = std::unordered_multimap<std::size_t, std::size_t>;  // hash -> place in names_

  [[nodiscard]] std::optional<DomainImitation> ImitationByLabel(std::string_view organizational,
                                                                std::string_view label) const;
  [[nodiscard]] std::optional<DomainImitation> ImitationByAffix(std::string_view label) const;
  [[nodiscard]] const Name* FindLabel(std::string_view label) const;

  // A Bloom filter with one bit a hash, large enough for some hundred domains.
  class Filter {
   public:
    void Add(std::size_t hash) noexcept { bits_[hash % kBits] = true; }
    [[nodiscard]] bool MayHave(std::size_t hash) const noexcept { return bits_[hash % kBits]; }

   private:
    static constexpr std::size_t kBits = 16384;
    std::bitset<kBits> bits_;
  };

  [[nodiscard]] bool MayImitate(std::string_view label) const;
  [[nodiscard]] bool AnyLabelMayImitate(std::string_view domain) const;

  std::vector<std::string> names_;
  std::vector<Name> prepared_;                                 // one for each of names_
  std::unordered_map<std::string_view, std::size_t> by_name_;  // own and organizational domains
  std::unordered_map<std::string_view, std::size_t> by_label_;
  Index by_look_;  // of the coarse look form and the label, and of both with each letter left out
  Filter neighbours_;  // the hashes of by_look_
  Filter grams_;       // the first letters of each label of by_label_
};

}  // namespace namesake::detection
