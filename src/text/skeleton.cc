// SPDX-License-Identifier: Apache-2.0
#include "text/skeleton.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "text/utf8.h"

namespace namesake::text {
namespace {

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

// ICU's data is part of the library; without it nothing here has a meaning.
void RequireIcu(UErrorCode error) {
  if (U_FAILURE(error)) std::abort();
}

const icu::Normalizer2& Nfkd() {
  UErrorCode error = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFKDInstance(error);
  RequireIcu(error);
  return *instance;
}

const icu::Normalizer2& Nfc() {
  UErrorCode error = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFCInstance(error);
  RequireIcu(error);
  return *instance;
}

// Safe to share: a checker that nobody changes is thread-safe (uspoof.h).
const USpoofChecker* SpoofChecker() {
  static USpoofChecker* const shared = [] {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker* checker = uspoof_open(&error);
    RequireIcu(error);
    return checker;
  }();
  return shared;
}

bool LooksBlank(UChar32 c) {
  static constexpr std::array<UChar32, 6> kBlankLetters = {
      0x115F, 0x1160,  // HANGUL CHOSEONG FILLER, JUNGSEONG FILLER
      0x2800,          // BRAILLE PATTERN BLANK
      0x3164,          // HANGUL FILLER
      0xFFA0,          // HALFWIDTH HANGUL FILLER
      0x303F,          // IDEOGRAPHIC HALF FILL SPACE
  };
  return std::ranges::find(kBlankLetters, c) != kBlankLetters.end();
}

// Diacritics of Latin, Greek, Cyrillic, Arabic, Hebrew have the script Inherited; the vowel signs
// of Devanagari or Thai are letters to their readers and stay, and so do the Japanese voicing
// marks.
bool IsDroppedMark(UChar32 c) {
  const auto type = u_charType(c);
  if (type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK) return false;
  if (c == 0x3099 || c == 0x309A) return false;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return script == USCRIPT_INHERITED || script == USCRIPT_COMMON || script == USCRIPT_CYRILLIC ||
         script == USCRIPT_HEBREW;
}

// Letters in a black disc or square, which NFKD leaves alone.
UChar32 LetterInside(UChar32 c) {
  for (const UChar32 a : {0x1F150, 0x1F170}) {
    if (c >= a && c < a + 26) return 'A' + (c - a);
  }
  return c;
}

enum class Seen { kLetter, kSpace, kNothing };

Seen HowSeen(UChar32 c) {
  if (c == '\t' || c == '\n' || c == '\r' || u_isUWhiteSpace(c) != 0) return Seen::kSpace;
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_UNASSIGNED:
    case U_SURROGATE:
      return Seen::kNothing;
    case U_OTHER_SYMBOL:
      return Seen::kSpace;  // emoji, dingbats, box drawing
    default:
      break;
  }
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return Seen::kNothing;
  return IsDroppedMark(c) ? Seen::kNothing : Seen::kLetter;
}

std::string CleanAscii(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (const char c : text) {
    if (c == '\t' || c == '\n' || c == '\r') {
      clean.push_back(' ');
    } else if (c >= ' ' && c != 0x7F) {
      clean.push_back(c);
    }
  }
  return clean;
}

bool IsBidiControl(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0; }

struct CloseBidi {
  void operator()(UBiDi* bidi) const noexcept { ubidi_close(bidi); }
};

}  // namespace

std::string Clean(std::string_view text) {
  if (IsAscii(text)) return CleanAscii(text);

  icu::UnicodeString blanked;
  const icu::UnicodeString source = FromUtf8(text);
  for (std::int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 c = source.char32At(i);
    blanked.append(LooksBlank(c) ? UChar32{' '} : LetterInside(c));
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = Nfkd().normalize(blanked, error);
  RequireIcu(error);

  icu::UnicodeString clean;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    const Seen seen = HowSeen(c);
    if (seen == Seen::kSpace) clean.append(UChar32{' '});
    if (seen == Seen::kLetter) clean.append(c);
  }
  // Hangul was taken apart by NFKD: put its syllables together again.
  const icu::UnicodeString composed = Nfc().normalize(clean, error);
  RequireIcu(error);
  return ToUtf8(composed);
}

std::string VisualOrder(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  const icu::UnicodeString source = FromUtf8(text);
  bool controlled = false;
  for (std::int32_t i = 0; i < source.length() && !controlled; i = source.moveIndex32(i, 1)) {
    controlled = IsBidiControl(source.char32At(i));
  }
  if (!controlled) return std::string(text);

  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UBiDi, CloseBidi> bidi(ubidi_open());
  ubidi_setPara(bidi.get(), source.getBuffer(), source.length(), UBIDI_DEFAULT_LTR, nullptr,
                &error);
  if (U_FAILURE(error)) return std::string(text);  // too long for one paragraph
  icu::UnicodeString visual;
  UChar* buffer = visual.getBuffer(source.length() + 1);
  const std::int32_t length =
      ubidi_writeReordered(bidi.get(), buffer, source.length() + 1,
                           UBIDI_REMOVE_BIDI_CONTROLS | UBIDI_KEEP_BASE_COMBINING, &error);
  visual.releaseBuffer(U_FAILURE(error) ? 0 : length);
  return U_FAILURE(error) ? std::string(text) : ToUtf8(visual);
}

std::string Skeleton(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(SpoofChecker(), 0, FromUtf8(text), skeleton, &error);
  RequireIcu(error);
  return ToUtf8(skeleton);
}

std::string FoldCaseOnly(std::string_view text) {
  if (IsAscii(text)) {
    std::string folded(text);
    for (char& c : folded) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return folded;
  }
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString folded = Nfc().normalize(FromUtf8(text), error);
  RequireIcu(error);
  return ToUtf8(folded.foldCase(U_FOLD_CASE_DEFAULT));
}

std::string ToUpper(std::string_view text) {
  if (IsAscii(text)) {
    std::string upper(text);
    for (char& c : upper) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return upper;
  }
  return ToUtf8(FromUtf8(text).toUpper(icu::Locale::getRoot()));
}

}  // namespace namesake::text
