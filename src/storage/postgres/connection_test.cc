// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/uuid.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/pool.h"
#include "storage/postgres/query.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/settings.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::postgres {
namespace {

using base::ErrorCode;
using ::testing::HasSubstr;
using ::testing::Not;

class PostgresConnection : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::PostgresServer::IsInstalled()) GTEST_SKIP() << "PostgreSQL is not installed";
    uri_ = testing::PostgresServer::Shared().NewDatabase();
  }
  [[nodiscard]] Settings settings() const { return Settings::Parse(uri_).value(); }
  [[nodiscard]] Connection Open() const { return {settings(), Connection::Use::kReading}; }

  std::string uri_;
};

TEST_F(PostgresConnection, GivesBackEveryTypeAsItWasSent) {
  Connection connection = Open();
  const auto id = base::MakeUuidV7(testing::At(5));
  const auto hash = base::HashSha256("x");
  const std::optional<std::int64_t> none;
  Rows rows = connection.Run(
      {.name = "types",
       .text = "SELECT $1::int, $2::bigint, $3::text, $4::uuid, $5::timestamptz, $6::bytea, "
               "$7::bool, $8::bigint"},
      std::int32_t{-5}, std::int64_t{1} << 40, std::string_view("Füße"), id, testing::At(-7), hash,
      true, none);
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Integer(0), -5);
  EXPECT_EQ(rows.Integer(1), std::int64_t{1} << 40);
  EXPECT_EQ(rows.Text(2), "Füße");
  base::Uuid read;
  rows.ReadBlob(3, read.bytes);
  EXPECT_EQ(read, id);
  EXPECT_EQ(rows.Time(4), testing::At(-7));
  base::Sha256 octets{};
  rows.ReadBlob(5, octets);
  EXPECT_EQ(octets, hash);
  EXPECT_TRUE(rows.Bool(6));
  EXPECT_TRUE(rows.IsNull(7));
  EXPECT_EQ(rows.OptionalInteger(7), std::nullopt);
  EXPECT_FALSE(rows.Next());
}

TEST_F(PostgresConnection, TakesManyRowsAsColumns) {
  Connection connection = Open();
  constexpr Query kUnnest{.name = "unnest",
                          .text = "SELECT n, t FROM unnest($1::bigint[], $2::text[]) AS x (n, t)"};
  Column<std::int64_t> numbers;
  Column<std::string_view> texts;
  EXPECT_EQ(connection.Run(kUnnest, numbers, texts).count(), 0);
  for (std::int64_t i = 0; i < 1000; ++i) {
    numbers.Add(i);
    texts.Add(i % 2 == 0 ? std::optional<std::string_view>("even") : std::nullopt);
  }
  Rows rows = connection.Run(kUnnest, numbers, texts);
  ASSERT_EQ(rows.count(), 1000);
  for (std::int64_t i = 0; rows.Next(); ++i) {
    EXPECT_EQ(rows.Integer(0), i);
    EXPECT_EQ(rows.IsNull(1), i % 2 != 0);
  }
}

TEST_F(PostgresConnection, SendsSeveralInOneRoundTrip) {
  Connection connection = Open();
  constexpr Query kEcho{.name = "echo", .text = "SELECT $1::bigint"};
  for (int round = 0; round < 2; ++round) {  // prepared the first time only
    for (std::int64_t i = 0; i < 300; ++i) connection.Send(kEcho, i);
    connection.Flush();
    for (std::int64_t i = 0; i < 300; ++i) {
      Rows rows = connection.Receive();
      ASSERT_TRUE(rows.Next());
      EXPECT_EQ(rows.Integer(0), i);
    }
    connection.Finish();
  }
}

TEST_F(PostgresConnection, SaysWhatTheServerSaidWithItsState) {
  Connection connection = Open();
  try {
    (void)connection.Run({.name = {}, .text = "SELECT 1 / 0"});
    FAIL() << "it divided";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.sqlstate(), "22012");
    EXPECT_EQ(failure.error().code, ErrorCode::kInternal);
    EXPECT_THAT(failure.error().message, HasSubstr("division by zero"));
    EXPECT_FALSE(failure.IsLost());
  }
}

TEST_F(PostgresConnection, NoticesThatTheServerHasEndedIt) {
  Connection connection = Open();
  Rows pid = connection.Run({.name = {}, .text = "SELECT pg_backend_pid()"});
  ASSERT_TRUE(pid.Next());
  EXPECT_TRUE(connection.IsAlive());
  testing::PostgresServer::Shared().Execute("SELECT pg_terminate_backend(" +
                                            std::to_string(pid.Integer(0)) + ", 10000)");
  EXPECT_FALSE(connection.IsAlive());
  try {
    (void)connection.Run({.name = {}, .text = "SELECT 1"});
    FAIL() << "it answered";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::kUnavailable);
    EXPECT_TRUE(failure.IsPassing());
  }
}

TEST_F(PostgresConnection, APoolReplacesWhatWasLost) {
  Connector connector(settings());
  Pool pool(connector);
  const auto pid_of = [](Connection& connection) {
    Rows rows = connection.Run({.name = "pid", .text = "SELECT pg_backend_pid()"});
    rows.Next();
    return rows.Integer(0);
  };
  const std::int64_t first = pool.With(pid_of);
  EXPECT_EQ(pool.With(pid_of), first);  // kept
  testing::PostgresServer::Shared().Execute("SELECT pg_terminate_backend(" + std::to_string(first) +
                                            ", 10000)");
  EXPECT_NE(pool.With(pid_of), first);
}

TEST(PostgresSettings, RepeatNothingOfAUriThatCannotBeRead) {
  for (const std::string uri :
       {"postgresql://user:s3cret@host:port/db", "postgresql://user:s3cret/x@host/db",
        "postgresql://user:p@s3cret@host/db", "postgresql://host/db?s3cret=1", "mysql://s3cret"}) {
    const auto settings = Settings::Parse(uri);
    ASSERT_FALSE(settings) << uri;
    EXPECT_EQ(settings.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(settings.error().message, Not(HasSubstr("s3cret")));
  }
}

TEST(PostgresSettings, LeaveTheUriItsChoice) {
  const auto value_of = [](const Settings& settings, std::string_view keyword) {
    std::string value;
    for (const auto& [name, text] : settings.words()) {
      if (name == keyword) value = text;
    }
    return value;
  };
  const auto one = Settings::Parse("postgresql://host/db").value();
  EXPECT_EQ(value_of(one, "connect_timeout"), "3");
  EXPECT_EQ(value_of(one, "target_session_attrs"), "");
  const auto several = Settings::Parse("postgres://a,b:5433/db?connect_timeout=7").value();
  EXPECT_EQ(value_of(several, "connect_timeout"), "");
  EXPECT_EQ(value_of(several, "target_session_attrs"), "read-write");
  const auto any = Settings::Parse("postgresql://a,b/db?target_session_attrs=any").value();
  EXPECT_EQ(value_of(any, "target_session_attrs"), "");
}

TEST(PostgresSettings, AServerThatIsNotThereIsUnavailableAndTriedOnceInAWhile) {
  const auto settings = Settings::Parse("postgresql://127.0.0.1:1/db?user=u&password=s3cret");
  Connector connector(settings.value());
  std::string first;
  for (int i = 0; i < 100; ++i) {
    try {
      (void)connector.Connect(Connection::Use::kReading);
      FAIL() << "somebody is there";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.error().code, ErrorCode::kUnavailable);
      EXPECT_TRUE(failure.IsLost());
      EXPECT_THAT(failure.error().message, Not(HasSubstr("s3cret")));
    }
  }
}

TEST_F(PostgresConnection, ManyThatStartAtOnceMigrateOnce) {
  {
    std::vector<std::jthread> programs;
    for (int i = 0; i < 8; ++i) {
      programs.emplace_back([this] {
        Connection connection = Open();
        Migrate(connection, RegistrySchema());
      });
    }
  }
  Connection connection = Open();
  Rows heads = connection.Run({.name = {}, .text = "SELECT count(*) FROM feed_head"});
  ASSERT_TRUE(heads.Next());
  EXPECT_EQ(heads.Integer(0), 1);
}

TEST_F(PostgresConnection, ADatabaseOfANewerNamesakeIsRefused) {
  Connection connection = Open();
  Migrate(connection, RegistrySchema());
  connection.Execute("UPDATE namesake_schema SET version = 99");
  try {
    Migrate(connection, RegistrySchema());
    FAIL() << "it was taken";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::kConflict);
    EXPECT_THAT(failure.error().message, HasSubstr("newer Namesake"));
  }
}

TEST_F(PostgresConnection, TablesOfAnotherProgramAreLeftAlone) {
  Connection connection = Open();
  connection.Execute("CREATE TABLE entry (theirs INTEGER)");
  try {
    Migrate(connection, RegistrySchema());
    FAIL() << "it was taken";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::kConflict);
  }
  Rows rows = Open().Run({.name = {}, .text = "SELECT to_regclass('account') IS NULL"});
  ASSERT_TRUE(rows.Next());
  EXPECT_TRUE(rows.Bool(0));
}

}  // namespace
}  // namespace namesake::storage::postgres
