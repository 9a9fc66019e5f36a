// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <syslog.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "events/event.h"
#include "events/line_sink.h"

namespace namesake::events {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::Pair;

Event EventOf(std::string json, std::string_view type = "entry.created") {
  Event event;
  event.type = type;
  event.json = std::move(json);
  return event;
}

class FileSinkTest : public testing::Test {
 protected:
  FileSinkTest() {
    std::string name = (fs::temp_directory_path() / "namesake-sink-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    file_ = folder_ / "events.jsonl";
  }
  ~FileSinkTest() override { fs::remove_all(folder_); }

  static std::string TextOf(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
  fs::path file_;
};

TEST_F(FileSinkTest, AppendsLinesToAFileThatNotEverybodyReads) {
  for (int i = 0; i < 2; ++i) {
    const auto sink = MakeFileSink(file_);
    ASSERT_TRUE(sink->Write(EventOf("{}")));
    ASSERT_TRUE(sink->Write(EventOf("[]")));
  }
  EXPECT_EQ(TextOf(file_), "{}\n[]\n{}\n[]\n");
  EXPECT_EQ(fs::status(file_).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(FileSinkTest, EndsALineThatWasCutOff) {
  std::ofstream(file_) << R"({"type": "ent)";
  ASSERT_TRUE(MakeFileSink(file_)->Write(EventOf("{}")));
  EXPECT_EQ(TextOf(file_), "{\"type\": \"ent\n{}\n");
}

TEST_F(FileSinkTest, GoesToANewFileWhenTold) {
  const auto sink = MakeFileSink(file_);
  ASSERT_TRUE(sink->Write(EventOf("1")));
  fs::rename(file_, folder_ / "old");
  ASSERT_TRUE(sink->Write(EventOf("2")));
  sink->Reopen();
  ASSERT_TRUE(sink->Write(EventOf("3")));
  EXPECT_EQ(TextOf(folder_ / "old"), "1\n2\n");
  EXPECT_EQ(TextOf(file_), "3\n");
}

TEST_F(FileSinkTest, NoticesThatItsFileWasRemoved) {
  const auto sink = MakeFileSink(file_);
  ASSERT_TRUE(sink->Write(EventOf("1")));
  fs::remove(file_);
  ASSERT_TRUE(sink->Write(EventOf("2")));
  EXPECT_EQ(TextOf(file_), "2\n");
}

TEST_F(FileSinkTest, SaysWhyItCannotWriteAndGoesOnWhenItCan) {
  const auto sink = MakeFileSink(folder_ / "missing" / "events.jsonl");
  const auto failed = sink->Write(EventOf("1"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, base::ErrorCode::kUnavailable);
  EXPECT_NE(failed.error().message.find("missing/events.jsonl: No such file"), std::string::npos);
  fs::create_directory(folder_ / "missing");
  EXPECT_TRUE(sink->Write(EventOf("1")));
}

TEST_F(FileSinkTest, WritesToNoDevice) {
  const auto failed = MakeFileSink("/dev/null")->Write(EventOf("1"));
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find("not a regular file"), std::string::npos);
}

TEST_F(FileSinkTest, DoesNotWaitForTheReaderOfAPipe) {
  ASSERT_EQ(mkfifo(file_.c_str(), 0600), 0);
  EXPECT_FALSE(MakeFileSink(file_)->Write(EventOf("1")));
}

TEST(SyslogSink, WritesMessagesAsWarningsAndTheRestAsNotices) {
  std::vector<std::pair<int, std::string>> lines;
  const auto sink = MakeSyslogSink(
      "local3", [&](int priority, const std::string& line) { lines.emplace_back(priority, line); });
  ASSERT_TRUE(sink->Write(EventOf("{}", "message.flagged")));
  ASSERT_TRUE(sink->Write(EventOf("[]", "entry.created")));
  EXPECT_THAT(lines, ElementsAre(Pair(LOG_LOCAL3 | LOG_WARNING, "{}"),
                                 Pair(LOG_LOCAL3 | LOG_NOTICE, "[]")));
}

}  // namespace
}  // namespace namesake::events
