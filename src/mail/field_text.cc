// SPDX-License-Identifier: Apache-2.0
#include "mail/field_text.h"

#include <gmime/gmime.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "mail/character.h"
#include "mail/encoded_word.h"

namespace namesake::mail {
namespace {

struct Unref {
  void operator()(GDateTime* time) const noexcept { g_date_time_unref(time); }
};

}  // namespace

std::string FieldText(std::string_view body) {
  std::string unfolded;
  unfolded.reserve(body.size());
  for (const char c : TrimBlanks(body)) {
    if (c != '\r' && c != '\n') unfolded.push_back(c);
  }
  return DecodeEncodedWords(unfolded);
}

std::optional<base::Time> ReadDate(std::string_view body) {
  static std::once_flag initialised;
  std::call_once(initialised, g_mime_init);
  const std::unique_ptr<GDateTime, Unref> time(
      g_mime_utils_header_decode_date(std::string(TrimBlanks(body)).c_str()));
  if (!time) return std::nullopt;
  return base::Time(std::chrono::seconds(g_date_time_to_unix(time.get())));
}

}  // namespace namesake::mail
