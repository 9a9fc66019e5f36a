// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/account.h"

namespace namesake::registry {

inline constexpr std::size_t kMaxNameCodePoints = 1024;      // the published schema's maxLength
inline constexpr std::size_t kMaxCommentsCodePoints = 1024;  // as the neighbours of this resource
inline constexpr std::size_t kMaxEmailBytes =
    std::size_t{16} * 1024;  // some 600 addresses for one person

// Where an entry came from. The names on the wire are in api/entry_json.
enum class Provenance {
  kInternal,         // made by hand: A1S_INTERNAL
  kCasbOffice365,    // SNOOPY-CASB_OFFICE_365
  kOffice365,        // SNOOPY-OFFICE_365
  kGoogleDirectory,  // SNOOPY-GOOGLE_DIRECTORY
};

// The wire's spelling, and back; nullopt for any other text (upper and lower case differ).
[[nodiscard]] std::string_view ProvenanceName(Provenance provenance) noexcept;
[[nodiscard]] std::optional<Provenance> ParseProvenance(std::string_view name) noexcept;

// One registry entry: an identity to protect and the addresses that may bear its name. A value.
struct Entry {
  AccountId account;
  base::Uuid id;
  std::string name;   // byte for byte as sent
  std::string email;  // one address, several with commas, or a pattern; byte for byte as sent
  bool is_email_regex = false;
  std::optional<std::string> comments;
  std::optional<std::int64_t> directory_id;
  std::optional<std::int64_t> directory_node_id;
  std::optional<std::string> external_directory_node_id;
  std::optional<Provenance> provenance;
  bool directory_synced = false;  // imported by a directory sync: name and addresses are locked
  base::Time created_at;
  base::Time modified_at;  // strictly increases with every change of the entry

  friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace namesake::registry
