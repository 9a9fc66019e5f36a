// SPDX-License-Identifier: Apache-2.0
#include "mail/line_search.h"

#include <cstddef>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>

#include <bit>
#include <cstdint>
#endif

namespace namesake::mail {
namespace {

// What is looked for is told by two octets: one that ends a line, and the one behind it. Both are
// rare together, line ends alone are not: a search for those would stop at every line.
struct FromLine {
  static bool EndsLine(char c) { return c == '\n' || c == '\0'; }
  static bool Follows(char c) { return c == 'F'; }
#ifdef __SSE2__
  static __m128i EndsLine(__m128i octets) {
    return _mm_or_si128(_mm_cmpeq_epi8(octets, _mm_set1_epi8('\n')),
                        _mm_cmpeq_epi8(octets, _mm_setzero_si128()));
  }
  static __m128i Follows(__m128i octets) { return _mm_cmpeq_epi8(octets, _mm_set1_epi8('F')); }
#endif
};

struct EmptyLine {
  static bool EndsLine(char c) { return c == '\n'; }
  static bool Follows(char c) { return c == '\n' || c == '\r'; }
#ifdef __SSE2__
  static __m128i EndsLine(__m128i octets) { return _mm_cmpeq_epi8(octets, _mm_set1_epi8('\n')); }
  static __m128i Follows(__m128i octets) {
    return _mm_or_si128(_mm_cmpeq_epi8(octets, _mm_set1_epi8('\n')),
                        _mm_cmpeq_epi8(octets, _mm_set1_epi8('\r')));
  }
#endif
};

#ifdef __SSE2__

constexpr std::size_t kStep = 64;

__m128i Load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

// The places of both octets among 64, a bit for each, the first the lowest.
template <typename Line>
std::uint64_t Places(const char* at) {
  std::uint64_t places = 0;
  for (std::size_t part = 0; part < kStep; part += 16) {
    const __m128i found =
        _mm_and_si128(Line::EndsLine(Load(at + part)), Line::Follows(Load(at + part + 1)));
    places |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << part;
  }
  return places;
}

#endif

// The first place at or behind `from` of both octets that `is_it` agrees to, or npos.
template <typename Line, typename IsIt>
std::size_t Find(std::string_view text, std::size_t from, IsIt is_it) {
#ifdef __SSE2__
  for (; from + kStep < text.size(); from += kStep) {
    for (std::uint64_t places = Places<Line>(text.data() + from); places != 0;
         places &= places - 1) {
      const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(places));
      if (is_it(text.substr(at + 1))) return at;
    }
  }
#endif
  for (; from + 1 < text.size(); ++from) {
    if (Line::EndsLine(text[from]) && Line::Follows(text[from + 1]) &&
        is_it(text.substr(from + 1))) {
      return from;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::size_t FindFromLine(std::string_view text, std::size_t from) noexcept {
  return Find<FromLine>(text, from, [](std::string_view line) { return line.starts_with(kFrom); });
}

std::size_t EndOfEmptyLine(std::string_view text, std::size_t from) noexcept {
  const std::size_t feed = Find<EmptyLine>(text, from, [](std::string_view line) {
    return line.starts_with('\n') || line.starts_with("\r\n");
  });
  if (feed == std::string_view::npos) return feed;
  return text[feed + 1] == '\n' ? feed + 2 : feed + 3;
}

}  // namespace namesake::mail
