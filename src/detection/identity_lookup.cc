// SPDX-License-Identifier: Apache-2.0
#include "detection/identity_lookup.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/name_match.h"
#include "detection/person_name.h"
#include "detection/segment.h"
#include "detection/snapshot.h"
#include "text/skeleton.h"

namespace namesake::detection {
namespace {

// The identity counts only when no segment above decides what its id is.
bool IsCurrent(const Snapshot& snapshot, std::size_t segment, const CompiledIdentity& compiled) {
  const auto& id = compiled.identity.id;
  if (!id) return true;
  const auto above = std::span(snapshot.segments()).first(segment);
  return std::ranges::all_of(
      above, [&](const auto& newer) { return newer->Knows(*id) == Segment::Knowledge::kUnknown; });
}

// Calls `use` for every current identity that `find(segment)` gives numbers of.
template <typename Find, typename Use>
void ForEachCurrent(const Snapshot& snapshot, const Find& find, const Use& use) {
  const auto& segments = snapshot.segments();
  for (std::size_t i = 0; i < segments.size(); ++i) {
    for (const std::uint32_t number : find(*segments[i])) {
      const CompiledIdentity& compiled = segments[i]->identity(number);
      if (IsCurrent(snapshot, i, compiled)) use(compiled);
    }
  }
}

std::vector<const CompiledIdentity*> FindCandidates(const Snapshot& snapshot,
                                                    const PreparedName& shown) {
  std::vector<const CompiledIdentity*> candidates;
  for (const std::uint64_t key : LookupKeys(shown)) {
    ForEachCurrent(
        snapshot, [&](const Segment& segment) { return segment.FindName(key); },
        [&](const CompiledIdentity& compiled) {
          if (candidates.size() < kMaxCandidates) candidates.push_back(&compiled);
        });
  }
  std::ranges::sort(candidates);
  const auto rest = std::ranges::unique(candidates);
  candidates.erase(rest.begin(), rest.end());
  return candidates;
}

void AppendShown(const Snapshot& snapshot, std::string_view display_name,
                 std::vector<ShownIdentity>& found) {
  const PreparedName shown = PrepareName(display_name, NameRole::kShown);
  for (const CompiledIdentity* candidate : FindCandidates(snapshot, shown)) {
    const PreparedName name = PrepareName(candidate->identity.name, NameRole::kRegistered);
    if (auto match = MatchName(shown, name)) found.push_back({candidate, std::move(*match)});
  }
}

// "jane+news@example.com" -> "jane@example.com"; the same text without a tag.
std::string WithoutTag(std::string_view normalised) {
  const std::size_t at = normalised.rfind('@');
  const std::size_t plus = normalised.find('+');
  if (at == std::string_view::npos || plus == std::string_view::npos || plus == 0 || plus > at) {
    return std::string(normalised);
  }
  std::string plain(normalised.substr(0, plus));
  plain += normalised.substr(at);
  return plain;
}

}  // namespace

Standing StandingOf(std::string_view normalised_address, const CompiledIdentity& identity) {
  if (normalised_address.empty()) return Standing::kForeign;
  if (identity.addresses.Matches(normalised_address)) return Standing::kAllowed;
  const std::string plain = WithoutTag(normalised_address);
  const bool tagged = plain != normalised_address && identity.addresses.Matches(plain);
  return tagged ? Standing::kSubAddress : Standing::kForeign;
}

std::vector<ShownIdentity> FindShownIdentities(const Snapshot& snapshot,
                                               std::string_view display_name) {
  std::vector<ShownIdentity> found;
  if (display_name.empty() || snapshot.segments().empty()) return found;
  AppendShown(snapshot, display_name, found);
  if (found.empty()) {
    // Written backwards and turned round by a control character.
    const std::string visual = text::VisualOrder(display_name);
    if (visual != display_name) {
      AppendShown(snapshot, visual, found);
      for (ShownIdentity& shown : found) {
        if (shown.match.layer == Layer::kExact) shown.match.layer = Layer::kCleaned;
      }
    }
  }
  std::ranges::stable_sort(found, {}, [](const ShownIdentity& shown) {
    return std::pair(shown.match.layer, shown.identity->identity.id);
  });
  return found;
}

std::vector<const CompiledIdentity*> FindByAddress(const Snapshot& snapshot,
                                                   std::string_view normalised_address) {
  std::vector<const CompiledIdentity*> found;
  if (normalised_address.empty()) return found;
  ForEachCurrent(
      snapshot, [&](const Segment& segment) { return segment.FindAddress(normalised_address); },
      [&](const CompiledIdentity& compiled) {
        if (found.size() < kMaxCandidates && compiled.addresses.Matches(normalised_address)) {
          found.push_back(&compiled);
        }
      });
  return found;
}

}  // namespace namesake::detection
