// SPDX-License-Identifier: Apache-2.0
#include "text/fold.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/utypes.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "text/utf8.h"

namespace namesake::text {
namespace {

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::string FoldCase(std::string_view text) {
  if (IsAscii(text)) return LowerAscii(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status) || text.size() > INT32_MAX) return LowerAscii(RepairUtf8(text));
  std::string folded;
  folded.reserve(text.size());
  icu::StringByteSink<std::string> sink(&folded);
  folding->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                         sink, nullptr, status);
  return U_FAILURE(status) ? LowerAscii(RepairUtf8(text)) : folded;
}

}  // namespace namesake::text
