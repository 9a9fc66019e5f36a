// SPDX-License-Identifier: Apache-2.0
#include "api/openapi.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cctype>
#include <set>
#include <string>

#include "api/routes.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// "get /accounts": what the document describes.
std::set<std::string> DescribedRoutes(const json::object& paths) {
  std::set<std::string> routes;
  for (const auto& [path, item] : paths) {
    for (const auto& [method, operation] : item.as_object()) {
      if (operation.is_object()) routes.insert(std::string(method) + " " + std::string(path));
    }
  }
  return routes;
}

TEST(OpenApiDocument, DescribesTheTableOfRoutesAndNothingElse) {
  const json::value document = json::parse(OpenApiDocument());
  std::set<std::string> served;
  for (const RouteRow& row : Routes()) {
    served.insert(Lower(std::string(row.method)) + " " + std::string(row.path));
  }
  EXPECT_EQ(DescribedRoutes(document.at("paths").as_object()), served);
}

TEST(OpenApiDocument, NamesOperationsAsTheTableDoes) {
  const json::value document = json::parse(OpenApiDocument());
  for (const RouteRow& row : Routes()) {
    const json::value& operation =
        document.at("paths").at(row.path).at(Lower(std::string(row.method)));
    EXPECT_EQ(operation.at("operationId").as_string(), row.name);
    EXPECT_EQ(operation.as_object().contains("requestBody"), row.body != BodyKind::kNone)
        << row.name;
  }
}

// Follows every "$ref" of the document.
void ExpectReferencesResolve(const json::value& document, const json::value& value) {
  if (const json::array* const list = value.if_array()) {
    for (const json::value& item : *list) ExpectReferencesResolve(document, item);
    return;
  }
  const json::object* const object = value.if_object();
  if (object == nullptr) return;
  for (const auto& [key, member] : *object) {
    if (key == "$ref") {
      boost::system::error_code missing;
      const std::string pointer(member.as_string().subview(1));
      EXPECT_NE(document.find_pointer(pointer, missing), nullptr) << pointer;
    }
    ExpectReferencesResolve(document, member);
  }
}

TEST(OpenApiDocument, HasEverythingItRefersTo) {
  const json::value document = json::parse(OpenApiDocument());
  ExpectReferencesResolve(document, document);
}

}  // namespace
}  // namespace namesake::api
