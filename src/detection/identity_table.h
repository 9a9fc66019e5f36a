// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/uuid.h"
#include "detection/snapshot.h"
#include "registry/address_rule.h"

namespace namesake::detection {

// An identity with its address rule compiled.
struct CompiledIdentity {
  Identity identity;
  registry::AddressRule addresses;  // matches nothing when the stored text is no rule any more
};

using IdentityPointer = std::shared_ptr<const CompiledIdentity>;

// Identities by number, in as little memory as their text needs: one string with all of it, 32
// octets a row beside. What is compiled is made when it is asked for, which is when mail shows the
// identity; only patterns, which take long to compile, are kept, up to a number.
class IdentityTable {
 public:
  // Of more patterns than this the others are compiled for each message that shows their identity,
  // which takes a tenth of a millisecond.
  static constexpr std::size_t kMaxKeptPatterns = 1024;

  // Views into the table, valid as long as it.
  struct Row {
    std::optional<base::Uuid> id;
    std::string_view name;
    std::string_view email;
    std::string_view comments;
    bool is_email_regex = false;
  };

  void Reserve(std::size_t rows, std::size_t text_bytes);
  void Append(const Identity& identity);
  // The same from another table; a compiled pattern is shared.
  void Append(const IdentityTable& other, std::uint32_t number);
  void ShrinkToFit();

  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  [[nodiscard]] std::size_t text_bytes() const noexcept { return text_.size(); }
  // Of all, compiled patterns as well.
  [[nodiscard]] std::size_t memory_bytes() const noexcept;
  [[nodiscard]] Row row(std::uint32_t number) const noexcept;
  [[nodiscard]] std::optional<base::Uuid> id(std::uint32_t number) const noexcept;
  [[nodiscard]] IdentityPointer Compiled(std::uint32_t number) const;

 private:
  struct Lengths {
    std::uint64_t offset = 0;  // in text_: name, email, comments one after the other
    std::uint16_t name = 0;    // the limits of registry/entry.h fit in
    std::uint16_t email = 0;
    std::uint16_t comments = 0;
    bool has_id = false;
    bool is_email_regex = false;
  };

  void Keep(IdentityPointer pattern);

  std::string text_;
  std::vector<base::Uuid> ids_;
  std::vector<Lengths> rows_;
  std::unordered_map<std::uint32_t, IdentityPointer> patterns_;
};

}  // namespace namesake::detection
