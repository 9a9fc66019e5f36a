// SPDX-License-Identifier: Apache-2.0
#include "detection/identity_lookup.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/canonical_mailbox.h"
#include "detection/identity_table.h"
#include "detection/name_keys.h"
#include "detection/name_match.h"
#include "detection/other_form.h"
#include "detection/person_name.h"
#include "detection/segment.h"
#include "detection/sign_letter.h"
#include "detection/snapshot.h"
#include "detection/variant_match.h"
#include "text/fold.h"
#include "text/skeleton.h"
#include "text/utf8.h"
#include "text/word.h"

namespace namesake::detection {
namespace {

// An identity by the place where it is stored.
struct Place {
  std::uint32_t segment;
  std::uint32_t number;

  friend auto operator<=>(const Place&, const Place&) = default;
};

// The identity counts only when no segment above decides what its id is.
bool IsCurrent(const Snapshot& snapshot, const Place& place) {
  const auto id = snapshot.segments()[place.segment]->identities().id(place.number);
  if (!id) return true;
  const auto above = std::span(snapshot.segments()).first(place.segment);
  return std::ranges::all_of(
      above, [&](const auto& newer) { return newer->Knows(*id) == Segment::Knowledge::kUnknown; });
}

// The identities under any of the keys, each once.
std::vector<Place> FindCandidates(const Snapshot& snapshot, std::span<const std::uint64_t> keys) {
  std::vector<Place> candidates;
  const auto& segments = snapshot.segments();
  for (std::uint32_t i = 0; i < segments.size(); ++i) {
    const Segment& segment = *segments[i];
    // The memory of all look-ups is waited for at once.
    for (const std::uint64_t key : keys) segment.PrefetchName(key);
    for (const std::uint64_t key : keys) {
      if (!segment.MayHaveName(key)) continue;
      for (const std::uint32_t number : segment.FindName(key)) {
        if (candidates.size() == kMaxCandidates) break;
        candidates.push_back({i, number});
      }
    }
  }
  std::ranges::sort(candidates);
  const auto rest = std::ranges::unique(candidates);
  candidates.erase(rest.begin(), rest.end());
  return candidates;
}

RegisteredName PrepareRegistered(const IdentityTable::Row& row) {
  return {.name = PrepareName(row.name, NameRole::kRegistered),
          .readings = ReadingsBeside(row.name, row.is_email_regex ? "" : row.email, row.comments)};
}

// Compares one shown name with one candidate after the other. Namesakes are compared once.
class Comparison {
 public:
  Comparison(const Snapshot& snapshot, std::string_view display_name,
             std::vector<ShownIdentity>& found)
      : snapshot_(snapshot), display_name_(display_name), found_(found) {}

  // Those that are called so letter by letter come first; where there are any, no other is nearer.
  void CompareAll(std::vector<Place> candidates) {
    const auto others = std::ranges::partition(
        candidates, [&](const Place& place) { return IsNamedSo(RowOf(place).name); });
    const auto same = std::span(candidates.begin(), others.begin());
    CompareEach(same);
    if (same.empty() || found_.empty()) CompareEach(others);
  }

  void CompareEach(std::span<const Place> candidates) {
    for (const Place& place : candidates) Compare(place);
  }

 private:
  struct Compared {
    std::string_view name;  // with `tail`, what the comparison depends on
    std::string_view tail;
    std::optional<NameMatch> match;
  };

  [[nodiscard]] const IdentityTable& TableOf(const Place& place) const {
    return snapshot_.segments()[place.segment]->identities();
  }
  [[nodiscard]] IdentityTable::Row RowOf(const Place& place) const {
    return TableOf(place).row(place.number);
  }

  // But for the case of ASCII letters.
  [[nodiscard]] bool IsNamedSo(std::string_view name) const {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(name, display_name_, {}, lower, lower);
  }

  void Compare(const Place& place) {
    const IdentityTable::Row row = RowOf(place);
    const std::optional<NameMatch>* match = MatchOf(row);
    if (match == nullptr || !*match || !IsCurrent(snapshot_, place)) return;
    if (!row.is_email_regex && ++namesakes_ > kMaxNamesakes) return;
    found_.push_back({TableOf(place).Compiled(place.number), **match});
  }

  // Null when enough names were compared.
  const std::optional<NameMatch>* MatchOf(const IdentityTable::Row& row) {
    // The address tells how a name in other letters is said.
    const std::string_view tail = text::IsAscii(row.name) ? std::string_view() : row.email;
    for (const Compared& compared : compared_) {
      if (compared.name == row.name && compared.tail == tail) return &compared.match;
    }
    if (compared_.size() == kMaxComparedNames) return nullptr;
    if (!shown_) shown_ = PrepareName(display_name_, NameRole::kShown);
    compared_.push_back({row.name, tail, MatchName(*shown_, PrepareRegistered(row))});
    return &compared_.back().match;
  }

  const Snapshot& snapshot_;
  std::string_view display_name_;
  std::vector<ShownIdentity>& found_;
  std::optional<PreparedName> shown_;  // made for the first candidate: most mail has none
  std::vector<Compared> compared_;
  std::size_t namesakes_ = 0;
};

bool ShowsPlainly(const std::vector<ShownIdentity>& found) {
  return std::ranges::any_of(found, [](const ShownIdentity& shown) {
    return shown.match.layer <= Layer::kDecorated && shown.match.doubt == Doubt::kNone;
  });
}

void AppendShown(const Snapshot& snapshot, std::string_view display_name,
                 std::vector<ShownIdentity>& found) {
  ScriptSet scripts;
  for (const auto& segment : snapshot.segments()) scripts.Add(segment->scripts());
  const std::string clean = text::Clean(display_name);
  const std::vector<SpokenWord> spoken = SpeakName(clean);
  Comparison comparison(snapshot, display_name, found);
  comparison.CompareAll(FindCandidates(snapshot, KeysOfSame(clean, spoken)));
  if (ShowsPlainly(found)) return;
  comparison.CompareAll(FindCandidates(snapshot, KeysOfOthers(spoken, scripts)));
}

// What the name shows when it is read in another way, which is a disguise of at least that layer.
void AppendDisguised(const Snapshot& snapshot, std::string_view display_name,
                     const std::string& read, Layer disguise, std::vector<ShownIdentity>& found) {
  if (read == display_name) return;
  AppendShown(snapshot, read, found);
  for (ShownIdentity& shown : found) {
    shown.match.layer = std::max(shown.match.layer, disguise);
    shown.match.form = std::max(shown.match.form, disguise);
  }
}

// The words of a name in alphabetical order and without case.
std::vector<std::string> WordsInOrder(std::string_view name) {
  std::vector<std::string> words = text::SplitWords(text::FoldCase(text::Clean(name)), name.size());
  std::ranges::sort(words);
  return words;
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
  const std::string mailbox = CanonicalMailbox(normalised_address);
  const auto& literals = identity.addresses.literals();
  if (!mailbox.empty() && std::ranges::any_of(literals, [&](const std::string& literal) {
        return CanonicalMailbox(literal) == mailbox;
      })) {
    return Standing::kAllowed;
  }
  const std::string plain = WithoutTag(normalised_address);
  const bool tagged = plain != normalised_address && identity.addresses.Matches(plain);
  return tagged ? Standing::kSubAddress : Standing::kForeign;
}

std::vector<ShownIdentity> FindShownIdentities(const Snapshot& snapshot,
                                               std::string_view display_name) {
  std::vector<ShownIdentity> found;
  if (display_name.empty() || snapshot.segments().empty()) return found;
  AppendShown(snapshot, display_name, found);
  // Written backwards and turned round by a control character.
  if (found.empty()) {
    AppendDisguised(snapshot, display_name, text::VisualOrder(display_name), Layer::kCleaned,
                    found);
  }
  if (found.empty()) {
    AppendDisguised(snapshot, display_name, SignsAsLetters(display_name), Layer::kConfusable,
                    found);
  }
  std::ranges::stable_sort(found, {}, [](const ShownIdentity& shown) {
    return std::pair(shown.match.layer, shown.identity->identity.id);
  });
  return found;
}

std::vector<IdentityPointer> FindNamesakes(const Snapshot& snapshot, std::string_view name) {
  std::vector<IdentityPointer> found;
  const std::vector<std::string> words = WordsInOrder(name);
  for (const Place& place :
       FindCandidates(snapshot, KeysOfNamesakes(SpeakName(text::Clean(name))))) {
    const IdentityTable& table = snapshot.segments()[place.segment]->identities();
    const std::string_view other = table.row(place.number).name;
    if (WordsInOrder(other) != words || !IsCurrent(snapshot, place)) continue;
    found.push_back(table.Compiled(place.number));
    if (found.size() == kMaxNamesakes) break;
  }
  return found;
}

std::optional<Bearer> FindBearer(const Snapshot& snapshot, std::string_view display_name,
                                 std::string_view normalised_address) {
  std::vector<IdentityPointer> owners = FindByAddress(snapshot, normalised_address);
  Standing standing = Standing::kAllowed;
  if (owners.empty()) {
    const std::string plain = WithoutTag(normalised_address);
    if (plain == normalised_address) return std::nullopt;
    owners = FindByAddress(snapshot, plain);
    standing = Standing::kSubAddress;
  }
  for (IdentityPointer& owner : owners) {
    const Identity& identity = owner->identity;
    const IdentityTable::Row row{.id = identity.id,
                                 .name = identity.name,
                                 .email = identity.email,
                                 .comments = identity.comments,
                                 .is_email_regex = identity.is_email_regex};
    auto match = MatchName(PrepareName(display_name, NameRole::kShown), PrepareRegistered(row));
    if (match) return Bearer{{std::move(owner), std::move(*match)}, standing};
  }
  return std::nullopt;
}

std::vector<IdentityPointer> FindByAddress(const Snapshot& snapshot,
                                           std::string_view normalised_address) {
  std::vector<IdentityPointer> found;
  if (normalised_address.empty()) return found;
  const std::string mailbox = CanonicalMailbox(normalised_address);
  const std::string_view wanted = mailbox.empty() ? normalised_address : std::string_view(mailbox);
  const auto& segments = snapshot.segments();
  for (std::uint32_t i = 0; i < segments.size(); ++i) {
    for (const std::uint32_t number : segments[i]->FindAddress(wanted)) {
      if (found.size() == kMaxCandidates) return found;
      if (!IsCurrent(snapshot, {i, number})) continue;
      IdentityPointer compiled = segments[i]->identities().Compiled(number);
      if (StandingOf(normalised_address, *compiled) == Standing::kAllowed) {
        found.push_back(std::move(compiled));
      }
    }
  }
  return found;
}

}  // namespace namesake::detection
