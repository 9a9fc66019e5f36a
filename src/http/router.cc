// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <cassert>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace namesake::http {
namespace {

int HexDigit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The octet that "%xy" at the front of `text` stands for, -1 when it is malformed.
int TakeEscape(std::string_view text) noexcept {
  if (text.size() < 3) return -1;
  const int high = HexDigit(text[1]);
  const int low = HexDigit(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

enum class Malformed { kRefused, kKept };

std::optional<std::string> Decode(std::string_view text, PlusMeaning plus, Malformed malformed) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == PlusMeaning::kSpace) {
      decoded += ' ';
      continue;
    }
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int octet = TakeEscape(text.substr(i));
    if (octet >= 0) {
      decoded += static_cast<char>(octet);
      i += 2;
    } else if (malformed == Malformed::kKept) {
      decoded += '%';
    } else {
      return std::nullopt;
    }
  }
  return decoded;
}

std::string DecodeQueryPart(std::string_view text) {
  return Decode(text, PlusMeaning::kSpace, Malformed::kKept).value_or(std::string());
}

// Splits off what stands before `separator`, and the separator.
std::string_view TakeUntil(std::string_view& text, char separator) noexcept {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

// Takes the first segment, with the slash before it, off "/a/b".
std::string_view TakeSegment(std::string_view& path) noexcept {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// "/a/b" of "/a/b" and "/a/b/", "" of "/"; nullopt when there is no slash at the front.
std::optional<std::string_view> Segments(std::string_view path) noexcept {
  if (path.empty() || path.front() != '/') return std::nullopt;
  if (path.back() == '/') path.remove_suffix(1);
  return path;
}

bool IsParameter(std::string_view segment) noexcept {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

std::optional<std::string> PercentDecode(std::string_view text, PlusMeaning plus) {
  return Decode(text, plus, Malformed::kRefused);
}

std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    std::string_view value = TakeUntil(query, '&');
    if (value.empty()) continue;
    const std::string_view name = TakeUntil(value, '=');
    pairs.emplace_back(DecodeQueryPart(name), DecodeQueryPart(value));
  }
  return pairs;
}

std::string_view Router::Match::Parameter(std::string_view name) const noexcept {
  for (const auto& [parameter, value] : parameters) {
    if (parameter == name) return value;
  }
  return {};
}

void Router::Add(std::string_view method, std::string_view path_template, int route) {
  auto rest = Segments(path_template);
  assert(rest && "a route begins with a slash");
  std::size_t at = 0;
  while (rest && !rest->empty()) at = ChildFor(at, TakeSegment(*rest));
  nodes_[at].methods.emplace_back(method, route);
}

std::size_t Router::ChildFor(std::size_t at, std::string_view segment) {
  const std::size_t fresh = nodes_.size();
  if (!IsParameter(segment)) {
    const auto [child, inserted] = nodes_[at].literals.try_emplace(std::string(segment), fresh);
    const std::size_t index = child->second;
    if (inserted) nodes_.emplace_back();
    return index;
  }
  const std::string_view name = segment.substr(1, segment.size() - 2);
  if (nodes_[at].parameter) {
    assert(nodes_[at].parameter_name == name && "one segment has two names");
    return *nodes_[at].parameter;
  }
  nodes_[at].parameter = fresh;
  nodes_[at].parameter_name = name;
  nodes_.emplace_back();
  return fresh;
}

Router::Match Router::Find(std::string_view method, std::string_view path) const {
  Match match;
  const auto rest = Segments(path);
  if (!rest) return match;
  const Node* node = Descend(nodes_.front(), *rest, match);
  if (node == nullptr) return match;
  const auto route_of = [node](std::string_view wanted) -> std::optional<int> {
    for (const auto& [name, route] : node->methods) {
      if (name == wanted) return route;
    }
    return std::nullopt;
  };
  match.route = route_of(method);
  if (!match.route && method == "HEAD") match.route = route_of("GET");
  if (!match.route) {
    for (const auto& [name, route] : node->methods) match.allowed.emplace_back(name);
  }
  return match;
}

// A node that ends a route, or null. Goes back to a parameter when a literal leads nowhere:
// "/a/b/c" is found among "/a/b" and "/a/{id}/c".
const Router::Node* Router::Descend(const Node& node, std::string_view rest, Match& match) const {
  if (rest.empty()) return node.methods.empty() ? nullptr : &node;
  const std::string_view segment = TakeSegment(rest);
  std::string decoded_segment;
  std::string_view decoded = segment;
  if (segment.find('%') != std::string_view::npos) {
    auto text = PercentDecode(segment, PlusMeaning::kPlus);
    if (!text) return nullptr;
    decoded_segment = std::move(*text);
    decoded = decoded_segment;
  }
  if (const auto child = node.literals.find(decoded); child != node.literals.end()) {
    if (const Node* found = Descend(nodes_[child->second], rest, match)) return found;
  }
  if (!node.parameter || decoded.empty()) return nullptr;
  match.parameters.emplace_back(node.parameter_name, decoded);
  const Node* found = Descend(nodes_[*node.parameter], rest, match);
  if (found == nullptr) match.parameters.pop_back();
  return found;
}

}  // namespace namesake::http
