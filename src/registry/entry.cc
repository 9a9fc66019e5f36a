// SPDX-License-Identifier: Apache-2.0
#include "registry/entry.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace namesake::registry {
namespace {

constexpr std::array<std::pair<Provenance, std::string_view>, 4> kProvenanceNames = {{
    {Provenance::kInternal, "A1S_INTERNAL"},
    {Provenance::kCasbOffice365, "SNOOPY-CASB_OFFICE_365"},
    {Provenance::kOffice365, "SNOOPY-OFFICE_365"},
    {Provenance::kGoogleDirectory, "SNOOPY-GOOGLE_DIRECTORY"},
}};

}  // namespace

std::string_view ProvenanceName(Provenance provenance) noexcept {
  for (const auto& [value, name] : kProvenanceNames) {
    if (value == provenance) return name;
  }
  return "";
}

std::optional<Provenance> ParseProvenance(std::string_view name) noexcept {
  for (const auto& [value, known] : kProvenanceNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace namesake::registry
