// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "http/message.h"

namespace namesake::http {

// The value of the Date field, made once a second. Not safe from several threads.
class DateField {
 public:
  [[nodiscard]] std::string_view At(std::time_t now);

 private:
  std::time_t second_ = -1;
  std::string text_;
};

enum class AfterAnswer {
  kClose,      // the connection ends: "Connection: close"
  kKeep,       // it stays open, as HTTP/1.1 does unsaid
  kKeepAloud,  // it stays open, as an HTTP/1.0 client has to be told
};

enum class BodyPart { kSent, kLeftOut };  // kLeftOut: the answer to HEAD

// Appends status line, header and body of `response` (RFC 9112 section 4) to `out`, with Date,
// Content-Length and Connection. A status that has no body (204, 304) gets none. Line breaks in a
// field's value become spaces: no text of a handler's can end the field or begin another.
// Private to this folder.
void AppendResponse(std::string& out, const Response& response, std::string_view date,
                    AfterAnswer after, BodyPart body);

}  // namespace namesake::http
