// SPDX-License-Identifier: Apache-2.0
#include "registry/java_case.h"

#include <unicode/uchar.h>
#include <unicode/uset.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/code_point_set.h"

namespace namesake::registry {
namespace {

bool IsAscii(char32_t c) noexcept { return c < 0x80; }
bool IsAsciiLower(char32_t c) noexcept { return c >= 'a' && c <= 'z'; }
bool IsAsciiUpper(char32_t c) noexcept { return c >= 'A' && c <= 'Z'; }

char32_t AsciiOtherCase(char32_t c) noexcept {
  return IsAsciiLower(c) || IsAsciiUpper(c) ? c ^ 0x20U : c;
}

char32_t ToUpper(char32_t c) noexcept {
  return static_cast<char32_t>(u_toupper(static_cast<UChar32>(c)));
}

char32_t ToLower(char32_t c) noexcept {
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

// A character that has another case.
struct Cased {
  char32_t fold;  // ToLower(upper)
  char32_t upper;
  char32_t code_point;
};

std::vector<Cased> CollectCased() {
  std::vector<Cased> all;
  UErrorCode status = U_ZERO_ERROR;
  const USet* changing = u_getBinaryPropertySet(UCHAR_CHANGES_WHEN_CASEMAPPED, &status);
  const int32_t ranges = U_SUCCESS(status) ? uset_getRangeCount(changing) : 0;
  for (int32_t i = 0; i < ranges; ++i) {
    UChar32 first = 0;
    UChar32 last = 0;
    uset_getItem(changing, i, &first, &last, nullptr, 0, &status);
    for (UChar32 c = first; c <= last; ++c) {
      const auto code_point = static_cast<char32_t>(c);
      const char32_t upper = ToUpper(code_point);
      all.push_back({ToLower(upper), upper, code_point});
    }
  }
  std::sort(all.begin(), all.end(), [](const Cased& a, const Cased& b) { return a.fold < b.fold; });
  return all;
}

// Some 2,900 characters, sorted by fold.
const std::vector<Cased>& AllCased() {
  static const std::vector<Cased> all = CollectCased();
  return all;
}

}  // namespace

CodePointSet CaseVariants(char32_t code_point, CaseRule rule) {
  std::vector<CodePointRange> variants = {{code_point, code_point}};
  if (rule == CaseRule::kAscii) {
    const char32_t other = AsciiOtherCase(code_point);
    variants.push_back({other, other});
  } else if (rule == CaseRule::kUnicode) {
    const char32_t fold = ToLower(ToUpper(code_point));
    variants.push_back({fold, fold});
    const std::vector<Cased>& cased = AllCased();
    auto same = std::lower_bound(cased.begin(), cased.end(), fold,
                                 [](const Cased& c, char32_t wanted) { return c.fold < wanted; });
    for (; same != cased.end() && same->fold == fold; ++same) {
      variants.push_back({same->code_point, same->code_point});
    }
  }
  return CodePointSet(std::move(variants));
}

CodePointSet CaseVariants(const CodePointRange& range, CaseRule rule) {
  const auto contains = [&range](char32_t c) { return range.first <= c && c <= range.last; };
  std::vector<CodePointRange> variants = {range};
  if (rule == CaseRule::kAscii) {
    for (char32_t c = 'A'; c <= 'z'; ++c) {
      if (contains(AsciiOtherCase(c))) variants.push_back({c, c});
    }
  } else if (rule == CaseRule::kUnicode) {
    for (const Cased& cased : AllCased()) {
      if (contains(cased.upper) || contains(cased.fold)) {
        variants.push_back({cased.code_point, cased.code_point});
      }
    }
  }
  return CodePointSet(std::move(variants));
}

CodePointSet CaseVariantsOfSingle(char32_t code_point, CaseRule rule) {
  if (rule == CaseRule::kUnicode) {
    const char32_t upper = ToUpper(code_point);
    if (upper == ToLower(upper)) return {{code_point, code_point}};
  }
  return CaseVariants(code_point, rule);
}

CodePointSet CaseVariantsInClass(char32_t code_point, CaseRule rule) {
  // Those whose case variants leave Latin-1: dotless i, long s, the Kelvin and Ångström signs,
  // capital y with diaeresis, Greek mu.
  constexpr std::u32string_view kWithRelatives = U"IiSsKk\u00C5\u00E5\u00FF\u00B5";
  if (code_point > 0xFF ||
      (rule == CaseRule::kUnicode && kWithRelatives.find(code_point) != kWithRelatives.npos)) {
    return CaseVariantsOfSingle(code_point, rule);
  }
  if (rule != CaseRule::kUnicode || IsAscii(code_point)) {
    return CaseVariants(code_point, rule == CaseRule::kSensitive ? rule : CaseRule::kAscii);
  }
  const char32_t lower = ToLower(code_point);
  const char32_t upper = ToUpper(code_point);
  return {{code_point, code_point}, {lower, lower}, {upper, upper}};
}

}  // namespace namesake::registry
