// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/failure.h"
#include "http/message.h"

namespace namesake::api {

// The envelope that every JSON answer of the API wears: result, success, errors, messages and, for
// a list, result_info. Never an empty body: the SDKs cannot read one.

// `result` is JSON text.
[[nodiscard]] std::string SuccessBody(std::string_view result);
// Something that a client should be told although all went well.
struct Message {
  int code = 0;
  std::string text;
};
[[nodiscard]] std::string SuccessBody(std::string_view result,
                                      const std::vector<Message>& messages);
[[nodiscard]] http::Response Success(int status, const boost::json::value& result);
[[nodiscard]] http::Response SuccessWithMessage(const boost::json::value& result, int code,
                                                std::string_view message);

// Which part of a list an answer shows.
struct PageInfo {
  std::uint64_t page = 1;      // from 1
  std::uint64_t per_page = 1;  // as applied
  std::uint64_t count = 0;     // on this page
  std::uint64_t total_count = 0;
};

// `result` is the text of a JSON array.
[[nodiscard]] http::Response ListSuccess(std::string_view result, const PageInfo& info);

[[nodiscard]] http::Response Render(const Failure& failure);

}  // namespace namesake::api
