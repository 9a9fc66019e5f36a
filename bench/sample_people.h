// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/sequence.h"
#include "detection/snapshot.h"

namespace namesake::bench {

// A name as people have it, mostly of two words and in ASCII, some with a middle name or accents.
[[nodiscard]] std::string MakeName(Sequence& numbers);

// "anna.braun@example.com" of "Anna Braun"; letters beyond ASCII are left out.
[[nodiscard]] std::string AddressOf(const std::string& name, const std::string& domain);

// The registered identities: number i is the same whatever `count` is. All but one in a hundred
// have literal addresses (one to three), the hundredth a pattern. Of a million, a tenth share
// their name with somebody, as in life.
[[nodiscard]] std::vector<detection::Identity> SampleIdentities(std::size_t count);

}  // namespace namesake::bench
