// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace namesake::http {

enum class PlusMeaning { kPlus, kSpace };  // kSpace: as application/x-www-form-urlencoded has it

// Percent-decodes one path segment or query part (RFC 3986 section 2.1). nullopt for a malformed
// "%".
[[nodiscard]] std::optional<std::string> PercentDecode(std::string_view text, PlusMeaning plus);

// "a=1&b=%20" as decoded pairs in order; a malformed "%" stays as it is. A name without "=" has an
// empty value; empty pairs ("&&") are left out.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query);

// Finds which of the routes a path is. Routes are templates:
// "/accounts/{account_id}/tokens/verify"; a "{name}" takes one non-empty segment, percent-decoded;
// a literal wins over a parameter, also when it lacks the method. A trailing slash is ignored. Fill
// it once, then it is safe from several threads.
//
//   router.Add("GET", "/accounts/{id}", 7);
//   router.Find("GET", "/accounts/abc")  -> {route 7, parameters {{"id", "abc"}}}
//   router.Find("PUT", "/accounts/abc")  -> no route, allowed {"GET"}: answer 405
//   router.Find("GET", "/else")          -> no route, nothing allowed: answer 404
class Router {
 public:
  struct Match {
    std::optional<int> route;                                          // what was given to Add
    std::vector<std::pair<std::string_view, std::string>> parameters;  // names live in the router
    std::vector<std::string_view> allowed;  // methods of the path when `route` is empty

    // "" without one.
    [[nodiscard]] std::string_view Parameter(std::string_view name) const noexcept;
  };

  // `route` is the caller's own number (an enumerator). HEAD is served where GET is. Templates that
  // share a segment call it by the same name.
  void Add(std::string_view method, std::string_view path_template, int route);

  [[nodiscard]] Match Find(std::string_view method, std::string_view path) const;

 private:
  struct Node {
    std::map<std::string, std::size_t, std::less<>> literals;
    std::optional<std::size_t> parameter;
    std::string parameter_name;
    std::vector<std::pair<std::string, int>> methods;
  };

  std::size_t ChildFor(std::size_t at, std::string_view segment);
  const Node* Descend(const Node& node, std::string_view rest, Match& match) const;

  std::vector<Node> nodes_{1};
};

}  // namespace namesake::http
