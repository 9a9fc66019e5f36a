// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string_view>

#include "console/files.h"
#include "http/message.h"

namespace namesake::console {

// Serves the console's files to GET and HEAD and leaves every other request to the API. The files
// hold no secret and are given to anybody; what they show comes from the API, which asks for a
// token. Safe from several threads when `api` is; `api` and `files` have to outlive it.
//
//   Handler handler(service, Files());
//   GET /             -> 200, the page, with a Content-Security-Policy
//   GET / again       -> 304 when If-None-Match has its ETag
//   GET /client/v4/…  -> the API's answer
class Handler final : public http::Handler {
 public:
  Handler(http::Handler& api, std::span<const File> files);

  [[nodiscard]] std::size_t BodyLimit(const http::Request& head) override;
  void Handle(http::Request request, http::Responder respond) override;
  [[nodiscard]] http::Response Fault(http::TransportFault fault) override;

 private:
  [[nodiscard]] const File* Find(const http::Request& request) const;

  http::Handler& api_;
  std::map<std::string_view, std::reference_wrapper<const File>> files_;
};

}  // namespace namesake::console
