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
  const std::string repaired = RepairUtf8(text);  // ICU would pass ill-formed octets through
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status) || repaired.size() > INT32_MAX) return LowerAscii(repaired);
  std::string folded;
  folded.reserve(repaired.size());
  icu::StringByteSink<std::string> sink(&folded);
  folding->normalizeUTF8(0, icu::StringPiece(repaired), sink, nullptr, status);
  return U_FAILURE(status) ? LowerAscii(repaired) : folded;
}

}  // namespace namesake::text
