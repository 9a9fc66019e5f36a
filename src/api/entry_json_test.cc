// SPDX-License-Identifier: Apache-2.0
#include "api/entry_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/body_decoder.h"
#include "api/failure.h"
#include "registry/entry.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

json::object Body(const std::string& text) { return json::parse(text).as_object(); }

std::vector<std::string> Pointers(const Failure& failure) {
  std::vector<std::string> pointers;
  for (const Problem& problem : failure.problems) pointers.push_back(problem.pointer.value_or("-"));
  return pointers;
}

TEST(DecodeEntry, TakesWhatIsThereAndIgnoresTheRest) {
  const auto fields = DecodeEntry(
      Body(R"({"name": "A", "email": "a@b.example", "is_email_regex": false, "id": 7, "x": []})"),
      Completeness::kWhole);
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(fields->name, "A");
  EXPECT_FALSE(fields->comments.has_value());
}

TEST(DecodeEntry, TellsNullFromAbsent) {
  const auto fields = DecodeEntry(Body(R"({"comments": null})"), Completeness::kPart);
  ASSERT_TRUE(fields.has_value());
  ASSERT_TRUE(fields->comments.has_value());
  EXPECT_FALSE(fields->comments->has_value());
  EXPECT_FALSE(fields->provenance.has_value());
}

TEST(DecodeEntry, NamesEveryProblemAtOnce) {
  const auto fields =
      DecodeEntry(Body(R"({"name": "", "is_email_regex": 1, "comments": 5, "directory_id": 1.5})"),
                  Completeness::kWhole);
  ASSERT_FALSE(fields.has_value());
  EXPECT_EQ(fields.error().status, 400);
  EXPECT_EQ(Pointers(fields.error()),
            (std::vector<std::string>{"/name", "/email", "/is_email_regex", "/comments",
                                      "/directory_id"}));
}

TEST(DecodeEntry, WantsAtLeastOnePropertyOfAChange) {
  EXPECT_FALSE(DecodeEntry(Body("{}"), Completeness::kPart).has_value());
  EXPECT_TRUE(DecodeEntry(Body(R"({"unknown": 1})"), Completeness::kPart).has_value());
}

TEST(DecodeEntry, CountsCodePointsNotOctets) {
  std::string name;
  for (int i = 0; i < 1024; ++i) name += "ü";
  json::object body{{"name", name}, {"email", "a@b.example"}, {"is_email_regex", false}};
  EXPECT_TRUE(DecodeEntry(body, Completeness::kWhole).has_value());
  body["name"] = name + "ü";
  EXPECT_FALSE(DecodeEntry(body, Completeness::kWhole).has_value());
}

TEST(ApplyFields, JudgesTheStoredEmailAnewWhenOnlyItsKindChanges) {
  registry::Entry entry;
  entry.email = "?a@b.example";
  EntryFields fields;
  fields.is_email_regex = true;
  const auto changed = ApplyFields(entry, fields);
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(Pointers(changed.error()), std::vector<std::string>{"/email"});
}

TEST(ApplyFields, LocksWhatADirectorySyncOwns) {
  registry::Entry entry;
  entry.name = "A";
  entry.email = "a@b.example";
  entry.directory_synced = true;
  EntryFields fields;
  fields.name = "B";
  EXPECT_FALSE(ApplyFields(entry, fields).has_value());
  fields.name = "A";  // no change
  fields.comments = std::optional<std::string>("noted");
  EXPECT_TRUE(ApplyFields(entry, fields).has_value());
}

TEST(AppendEntry, AlwaysCarriesTwelveFields) {
  registry::Entry entry;
  entry.name = "A \"quoted\"";
  std::string text;
  AppendEntry(entry, ProvenanceView::kMadeByHand, text);
  const json::object object = Body(text);
  EXPECT_EQ(object.size(), 12U);
  EXPECT_EQ(object.at("name"), "A \"quoted\"");
  EXPECT_TRUE(object.at("comments").is_null());
  EXPECT_EQ(object.at("provenance"), "A1S_INTERNAL");
  EXPECT_EQ(object.at("last_modified"), object.at("modified_at"));
}

TEST(AppendEntry, ShowsTerraformWhatIsStored) {
  std::string text;
  AppendEntry(registry::Entry(), ProvenanceView::kAsStored, text);
  EXPECT_TRUE(Body(text).at("provenance").is_null());
}

}  // namespace
}  // namespace namesake::api
