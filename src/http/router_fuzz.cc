// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/router.h"

// Input: "METHOD TARGET". Whatever the target, decoding never makes text longer, and a route found
// has a value for each parameter.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = namesake::http;
  static const http::Router router_under_test = [] {
    http::Router router;
    router.Add("GET", "/", 0);
    router.Add("GET", "/accounts/{account}/items", 1);
    router.Add("GET", "/accounts/{account}/items/{item}", 2);
    router.Add("POST", "/accounts/{account}/items/import", 3);
    return router;
  }();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t space = input.find(' ');
  const std::string_view method = input.substr(0, space);
  const std::string_view target =
      space == std::string_view::npos ? std::string_view() : input.substr(space + 1);
  const std::size_t mark = target.find('?');
  const std::string_view query =
      mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);

  std::size_t decoded = 0;
  for (const auto& [name, value] : http::ParseQuery(query)) decoded += name.size() + value.size();
  if (decoded > query.size()) std::abort();

  const auto match = router_under_test.Find(method, target.substr(0, mark));
  if (match.route && !match.allowed.empty()) std::abort();
  for (const auto& [name, value] : match.parameters) {
    if (value.empty() || match.Parameter(name).empty()) std::abort();
  }
  if (match.route == 2 && match.parameters.size() != 2) std::abort();
  return 0;
}
