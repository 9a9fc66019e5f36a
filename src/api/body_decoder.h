// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/failure.h"

namespace namesake::api {

enum class Completeness {
  kWhole,  // POST, PUT: the required properties have to be there
  kPart,   // PATCH: only what is to change
};

// Reads one property of a JSON object after the other and gathers what is wrong with them. An unset
// result: not in the body, or wrong. `where` is the JSON pointer of the object itself: "" for a
// body, "/posts/3" for an item of one.
class BodyDecoder {
 public:
  BodyDecoder(const boost::json::object& body, Completeness completeness, std::string where = {})
      : body_(body), completeness_(completeness), where_(std::move(where)) {}

  // Missing and null are problems when the property is required, null always is.
  std::optional<std::string> RequiredText(std::string_view key, std::size_t max_code_points);
  std::optional<bool> RequiredBool(std::string_view key);
  // A property that went by another name once, which still does; of both the new one counts.
  std::optional<bool> RequiredBool(std::string_view key, std::string_view old_key);
  template <typename Parse>
  auto RequiredChoice(std::string_view key, Parse parse, std::string_view expected)
      -> decltype(parse(std::string_view())) {
    const boost::json::value* const value = Required(key);
    if (value == nullptr) return std::nullopt;
    return Choice(key, *value, parse, expected);
  }

  std::optional<std::optional<std::string>> NullableText(std::string_view key,
                                                         std::size_t max_code_points);
  std::optional<std::optional<std::int64_t>> NullableInteger(std::string_view key);
  // `parse` gives nullopt for what is none of the choices, which `expected` names.
  template <typename Parse>
  auto NullableChoice(std::string_view key, Parse parse, std::string_view expected)
      -> std::optional<decltype(parse(std::string_view()))> {
    const Given given = Find(key);
    if (given.value == nullptr) return std::nullopt;
    if (given.is_null) return decltype(parse(std::string_view()))();
    auto choice = Choice(key, *given.value, parse, expected);
    if (!choice) return std::nullopt;
    return choice;
  }

  void Wrong(std::string_view key, std::string_view what);
  void Add(std::vector<Problem> problems);
  [[nodiscard]] std::string PointerTo(std::string_view key) const;
  [[nodiscard]] std::vector<Problem> TakeProblems() { return std::move(problems_); }

 private:
  enum class Emptiness { kAllowed, kRefused };
  struct Given {
    const boost::json::value* value = nullptr;
    bool is_null = false;
  };

  [[nodiscard]] Given Find(std::string_view key) const;
  const boost::json::value* Required(std::string_view key);
  std::optional<std::string> Text(std::string_view key, const boost::json::value& value,
                                  std::size_t max_code_points, Emptiness emptiness);
  static std::optional<std::string_view> AsText(const boost::json::value& value);

  template <typename Parse>
  auto Choice(std::string_view key, const boost::json::value& value, Parse parse,
              std::string_view expected) -> decltype(parse(std::string_view())) {
    if (const auto text = AsText(value)) {
      if (auto choice = parse(*text)) return choice;
    }
    Wrong(key, "must be " + std::string(expected));
    return std::nullopt;
  }

  const boost::json::object& body_;
  const Completeness completeness_;
  const std::string where_;
  std::vector<Problem> problems_;
};

}  // namespace namesake::api
