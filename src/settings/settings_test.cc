// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace namesake::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string FaultsIn(std::string_view toml) {
  const auto settings = Settings::Parse(toml, "x.toml");
  return settings ? "" : settings.error().message;
}

TEST(Table, HasEachKeyOnceAndKeepsTablesTogether) {
  std::set<std::string_view> keys;
  std::set<std::string_view> closed;
  std::string_view open;
  for (const Setting& setting : Table()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    const std::size_t dot = setting.key.rfind('.');
    const auto table = dot == std::string_view::npos ? "" : setting.key.substr(0, dot);
    if (table != open) closed.insert(std::exchange(open, table));
    EXPECT_FALSE(closed.contains(table)) << setting.key << " stands apart from its table";
  }
}

TEST(Table, AcceptsItsOwnDefaults) {
  for (const Setting& setting : Table()) {
    Settings settings;
    const auto set = settings.Set(setting.key, setting.default_value);
    EXPECT_TRUE(set) << set.error().message;
  }
}

TEST(Settings, AreTheDefaultsWithoutAFile) {
  const Settings settings;
  EXPECT_EQ(settings.Text("listen"), "127.0.0.1:8787");
  EXPECT_EQ(settings.Number("rate_limit.requests"), 1'000'000);
  EXPECT_EQ(settings.Text("milter.action.spoof"), "tag");
}

TEST(Settings, TakeWhatTheFileSaysAndKeepTheRest) {
  const auto settings = Settings::Parse(
      "store = 'sqlite:/srv/n.db'\n[milter]\non_failure = 'tempfail'\n[milter.action]\nspoof = "
      "'reject'\n[http]\nthreads = 3\n",
      "x.toml");
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->Text("store"), "sqlite:/srv/n.db");
  EXPECT_EQ(settings->Text("milter.on_failure"), "tempfail");
  EXPECT_EQ(settings->Text("milter.action.spoof"), "reject");
  EXPECT_EQ(settings->Text("milter.action.suspicious"), "tag");
  EXPECT_EQ(settings->Number("http.threads"), 3);
}

TEST(Settings, ReportEveryFaultWithItsLine) {
  EXPECT_EQ(FaultsIn("lissten = '1.2.3.4:80'\n"
                     "node = 'lisbon'\n"
                     "[milter]\n"
                     "on_failure = 'discard'\n"
                     "[http]\n"
                     "threads = 'many'\n"
                     "max_connections = 0\n"),
            "x.toml:1: there is no setting lissten, the nearest is listen\n"
            "x.toml:2: node: \"lisbon\" is not three letters from A to Z\n"
            "x.toml:4: milter.on_failure: \"discard\" is not one of accept, tempfail\n"
            "x.toml:6: http.threads: a whole number is wanted\n"
            "x.toml:7: http.max_connections: 0 is not between 1 and 1000000");
}

TEST(Settings, NameTheNearestKey) {
  struct Case {
    std::string_view toml;
    std::string_view fault;
  };
  const std::vector<Case> cases = {
      {"[milter]\nauthserv-id = 'a'", "the nearest is milter.authserv_id"},
      {"[milter.action]\nsproof = 'tag'", "the nearest is milter.action.spoof"},
      {"certificate = 'a.pem'", "the nearest is tls.certificate"},
      {"[mliter]\non_failure = 'accept'", "the nearest is milter.on_failure"},
      {"[colour]\nof_the_sky = 'blue'", "there is no setting colour.of_the_sky; --print-defaults"},
      {"listen.port = 3", "listen is one value, not a table"},
      {"[milter]\naction = 'tag'", "there is no setting milter.action"},
  };
  for (const Case& each : cases) {
    EXPECT_THAT(FaultsIn(each.toml), HasSubstr(std::string(each.fault)));
  }
}

TEST(Settings, RefuseTextsOfAnotherForm) {
  const std::vector<std::pair<std::string_view, std::string_view>> refused = {
      {"listen", "8787"},
      {"listen", "127.0.0.1:70000"},
      {"listen", "::1:8787"},
      {"store", ""},
      {"milter.listen", "inet:8891"},
      {"milter.listen", "inet:0x10@127.0.0.1"},
      {"milter.listen", "unix:"},
      {"milter.listen", "/run/namesake.sock"},
      {"milter.socket_mode", "rw"},
      {"milter.socket_mode", "4755"},
      {"milter.account", "ABCDEF"},
      {"milter.authserv_id", "mx1.example.com,,mx2.example.com"},
      {"milter.reject_text", ""},
      {"milter.reject_text", "100 % wrong"},
      {"milter.reject_text", "two\r\nlines"},
      {"log.level", "loud"},
  };
  for (const auto& [key, text] : refused) {
    Settings settings;
    const auto set = settings.Set(key, std::string(text));
    ASSERT_FALSE(set) << key << " = " << text;
    EXPECT_EQ(set.error().code, base::ErrorCode::kInvalidArgument);
    EXPECT_THAT(set.error().message, HasSubstr(std::string(key)));
  }
}

TEST(Settings, AcceptTextsOfTheRightForm) {
  const std::vector<std::pair<std::string_view, std::string_view>> accepted = {
      {"listen", "[::1]:8787"},
      {"listen", "localhost:0"},
      {"milter.listen", "inet6:8891@::1"},
      {"milter.listen", "unix:/run/namesake/milter.sock"},
      {"milter.socket_mode", "666"},
      {"milter.account", "0123456789abcdef0123456789abcdef"},
      {"milter.authserv_id", "mx1.example.com, mx2.example.com"},
  };
  for (const auto& [key, text] : accepted) {
    Settings settings;
    const auto set = settings.Set(key, std::string(text));
    EXPECT_TRUE(set) << set.error().message;
    EXPECT_EQ(settings.Text(key), text);
  }
}

TEST(Settings, KeepTheirValueWhenSetFails) {
  Settings settings;
  EXPECT_FALSE(settings.Set("http.threads", std::int64_t{-1}));
  EXPECT_FALSE(settings.Set("http.threads", std::string("4")));
  EXPECT_FALSE(settings.Set("http.thread", std::int64_t{4}));
  EXPECT_EQ(settings.Number("http.threads"), 0);
}

TEST(Settings, WantCertificateAndKeyTogether) {
  EXPECT_THAT(FaultsIn("[tls]\nkey = 'a.pem'"), HasSubstr("belong together"));
  EXPECT_EQ(FaultsIn("[tls]\nkey = 'a.pem'\ncertificate = 'b.pem'"), "");
}

TEST(Settings, TellWhereTomlIsBroken) {
  EXPECT_THAT(FaultsIn("listen = '127.0.0.1:1'\nstore = \n"), HasSubstr("x.toml:2: "));
}

TEST(Settings, TellAMissingFileFromAnUnreadableOne) {
  const auto missing = Settings::Load("/nonexistent/namesake.toml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::ErrorCode::kNotFound);
  EXPECT_THAT(missing.error().message, HasSubstr("/nonexistent/namesake.toml"));
  const auto folder = Settings::Load(std::filesystem::temp_directory_path());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, base::ErrorCode::kUnavailable);
}

TEST(Settings, LoadAFileEvenWhenItIsEmpty) {
  std::string path = std::filesystem::temp_directory_path() / "namesake-settings-XXXXXX";
  const int file = mkstemp(path.data());
  ASSERT_GE(file, 0);
  close(file);
  EXPECT_TRUE(Settings::Load(path));
  std::ofstream(path) << "log.level = 'debug'\n";
  const auto settings = Settings::Load(path);
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->Text("log.level"), "debug");
  std::filesystem::remove(path);
}

TEST(NeedRestart, NamesChangedSettingsOfTheProgramOnly) {
  const Settings old;
  Settings newer;
  ASSERT_TRUE(newer.Set("listen", std::string("127.0.0.1:1")));
  ASSERT_TRUE(newer.Set("milter.listen", std::string("unix:/tmp/x")));
  ASSERT_TRUE(newer.Set("log.level", std::string("debug")));
  EXPECT_THAT(old.NeedRestart(newer), ElementsAre("listen", "milter.listen"));
  EXPECT_THAT(old.NeedRestart(newer, Program::kMilter), ElementsAre("milter.listen"));
  EXPECT_THAT(old.NeedRestart(old), IsEmpty());
}

TEST(PrintDefaults, ReadsBackAsTheDefaults) {
  for (const Program program : {Program::kDaemon, Program::kMilter, Program::kBoth}) {
    const std::string toml = PrintDefaults(program);
    const auto settings = Settings::Parse(toml, "defaults.toml");
    ASSERT_TRUE(settings) << settings.error().message;
    for (const Setting& setting : Table()) {
      Settings changed = *settings;
      ASSERT_TRUE(changed.Set(setting.key, setting.default_value));
      EXPECT_THAT(changed.NeedRestart(*settings), IsEmpty());
    }
  }
}

TEST(PrintDefaults, HasTheSettingsOfItsProgramOnly) {
  EXPECT_THAT(PrintDefaults(Program::kDaemon), Not(HasSubstr("[milter]")));
  EXPECT_THAT(PrintDefaults(Program::kMilter), Not(HasSubstr("[tls]")));
  EXPECT_THAT(PrintDefaults(Program::kMilter), HasSubstr("[milter.action]"));
}

// With NAMESAKE_WRITE_DOCS set, the page is written before it is compared.
TEST(PrintMarkdown, IsWhatDocsConfigurationHolds) {
  const std::string path = NAMESAKE_SOURCE_DIR "/docs/configuration.md";
  if (std::getenv("NAMESAKE_WRITE_DOCS") != nullptr) std::ofstream(path) << PrintMarkdown();
  std::ifstream file(path);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(page, PrintMarkdown()) << "the table has changed: run NAMESAKE_WRITE_DOCS=1 "
                                      "settings_test and commit docs/configuration.md";
}

}  // namespace
}  // namespace namesake::settings
