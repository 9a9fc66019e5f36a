// SPDX-License-Identifier: Apache-2.0
#include "mail/from_line.h"

#include <cstddef>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>

#include <bit>
#include <cstdint>
#endif

namespace namesake::mail {
namespace {

bool EndsLine(char c) { return c == '\n' || c == '\0'; }

#ifdef __SSE2__

constexpr std::size_t kStep = 64;

__m128i Load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

// 16 octets: all ones where a line ends and an F comes next.
__m128i EndsBeforeF(const char* at) {
  const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(Load(at), _mm_set1_epi8('\n')),
                                    _mm_cmpeq_epi8(Load(at), _mm_setzero_si128()));
  return _mm_and_si128(ends, _mm_cmpeq_epi8(Load(at + 1), _mm_set1_epi8('F')));
}

// The same for 64 octets, a bit for each, the first the lowest.
std::uint64_t PlacesOfEndsBeforeF(const char* at) {
  std::uint64_t places = 0;
  for (std::size_t part = 0; part < kStep / 16; ++part) {
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(EndsBeforeF(at + 16 * part)));
    places |= std::uint64_t{bits} << (16 * part);
  }
  return places;
}

#endif

}  // namespace

// An F at the beginning of a line is rare, an LF is not: a search for the LF would stop at every
// line.
std::size_t FindFromLine(std::string_view text, std::size_t from) noexcept {
#ifdef __SSE2__
  for (; from + kStep < text.size(); from += kStep) {
    std::uint64_t places = PlacesOfEndsBeforeF(text.data() + from);
    for (; places != 0; places &= places - 1) {
      const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(places));
      if (text.substr(at + 1, kFrom.size()) == kFrom) return at;
    }
  }
#endif
  for (;; ++from) {
    const std::size_t line = text.find(kFrom, from + 1);
    if (line == std::string_view::npos) return line;
    from = line - 1;
    if (EndsLine(text[from])) return from;
  }
}

}  // namespace namesake::mail
