// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detection/snapshot.h"

namespace namesake::detection {

// What an administrator should know about an entry that is valid and yet may not do what was meant.
// The names are stable identifiers of the API and the command line.
enum class ConcernKind {
  kOneWordName,        // one_word_name: only mail that shows this word alone is flagged
  kCommonWords,        // common_words: mail of no impostor may show them
  kOtherNamesake,      // other_namesake: the same name is registered with other addresses
  kFreeMailAddress,    // free_mail_address: everybody can have an address there
  kPatternMatchesAll,  // pattern_matches_all: no mail with this name is ever flagged
};

// "one_word_name"
[[nodiscard]] std::string_view ConcernName(ConcernKind kind) noexcept;

struct Concern {
  ConcernKind kind = ConcernKind::kOneWordName;
  std::string detail;  // one sentence for a person, escaped, safe to show anywhere

  friend bool operator==(const Concern&, const Concern&) = default;
};

// What there is to say about `identity` in a registry, which may have it already. Costs one look-up
// of its name. Safe from several threads.
[[nodiscard]] std::vector<Concern> CheckIdentity(const Identity& identity,
                                                 const Snapshot& snapshot);

}  // namespace namesake::detection
