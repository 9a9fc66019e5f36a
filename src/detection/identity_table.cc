// SPDX-License-Identifier: Apache-2.0
#include "detection/identity_table.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/uuid.h"
#include "detection/snapshot.h"
#include "registry/address_rule.h"
#include "registry/pattern.h"
#include "text/utf8.h"

namespace namesake::detection {
namespace {

// 1,024 code points of name are at most 4,096 octets, an email field is 16 KiB. A registry that was
// read past those limits is cut there, and never wraps.
constexpr std::size_t kMaxFieldBytes = std::numeric_limits<std::uint16_t>::max();

std::string_view Within(std::string_view field) { return field.substr(0, kMaxFieldBytes); }

IdentityPointer Compile(Identity identity) {
  auto rule = registry::AddressRule::Compile(identity.email, identity.is_email_regex);
  // What the API stored was valid; a rule that a newer version refuses must not let anybody pass.
  return std::make_shared<const CompiledIdentity>(
      CompiledIdentity{std::move(identity), rule ? std::move(*rule) : registry::AddressRule()});
}

}  // namespace

void IdentityTable::Reserve(std::size_t rows, std::size_t text_bytes) {
  rows_.reserve(rows);
  ids_.reserve(rows);
  text_.reserve(text_bytes);
}

void IdentityTable::Append(const Identity& identity) {
  const std::string_view name = Within(identity.name);
  const std::string_view email = Within(identity.email);
  // Whoever is written in ASCII is read from his letters.
  const std::string_view comments =
      text::IsAscii(name) ? std::string_view() : Within(identity.comments);
  rows_.push_back({.offset = text_.size(),
                   .name = static_cast<std::uint16_t>(name.size()),
                   .email = static_cast<std::uint16_t>(email.size()),
                   .comments = static_cast<std::uint16_t>(comments.size()),
                   .has_id = identity.id.has_value(),
                   .is_email_regex = identity.is_email_regex});
  ids_.push_back(identity.id.value_or(base::Uuid{}));
  text_.append(name).append(email).append(comments);
  if (identity.is_email_regex && patterns_.size() < kMaxKeptPatterns) Keep(Compile(identity));
}

// Of the row that was appended last.
void IdentityTable::Keep(IdentityPointer pattern) {
  patterns_.emplace(static_cast<std::uint32_t>(rows_.size() - 1), std::move(pattern));
}

void IdentityTable::Append(const IdentityTable& other, std::uint32_t number) {
  const Lengths& lengths = other.rows_[number];
  const std::size_t bytes =
      std::size_t{lengths.name} + std::size_t{lengths.email} + std::size_t{lengths.comments};
  rows_.push_back(lengths);
  rows_.back().offset = text_.size();
  ids_.push_back(other.ids_[number]);
  const auto pattern = other.patterns_.find(number);
  if (pattern != other.patterns_.end() && patterns_.size() < kMaxKeptPatterns) {
    Keep(pattern->second);
  }
  text_.append(other.text_, lengths.offset, bytes);
}

void IdentityTable::ShrinkToFit() {
  text_.shrink_to_fit();
  rows_.shrink_to_fit();
  ids_.shrink_to_fit();
}

std::size_t IdentityTable::memory_bytes() const noexcept {
  return text_.capacity() + ids_.capacity() * sizeof(base::Uuid) +
         rows_.capacity() * sizeof(Lengths) + patterns_.size() * registry::Pattern::kCompiledBytes;
}

IdentityTable::Row IdentityTable::row(std::uint32_t number) const noexcept {
  const Lengths& lengths = rows_[number];
  const std::string_view text = std::string_view(text_).substr(lengths.offset);
  return {.id = id(number),
          .name = text.substr(0, lengths.name),
          .email = text.substr(lengths.name, lengths.email),
          .comments = text.substr(std::size_t{lengths.name} + lengths.email, lengths.comments),
          .is_email_regex = lengths.is_email_regex};
}

std::optional<base::Uuid> IdentityTable::id(std::uint32_t number) const noexcept {
  return rows_[number].has_id ? std::optional(ids_[number]) : std::nullopt;
}

IdentityPointer IdentityTable::Compiled(std::uint32_t number) const {
  const auto pattern = patterns_.find(number);
  if (pattern != patterns_.end()) return pattern->second;
  const Row of = row(number);
  return Compile({.id = of.id,
                  .name = std::string(of.name),
                  .email = std::string(of.email),
                  .is_email_regex = of.is_email_regex,
                  .comments = std::string(of.comments)});
}

}  // namespace namesake::detection
