// SPDX-License-Identifier: Apache-2.0
// Reader and Follower: the way from the two logs to one receiver.
#include "events/follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "events/event.h"
#include "events/reader.h"
#include "record/memory_record_store.h"
#include "record/message_record.h"
#include "record/record_feed.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/memory_store.h"
#include "registry/store.h"

namespace namesake::events {
namespace {

using record::FollowerPosition;
using registry::AccountId;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FollowerTest : public testing::Test {
 protected:
  FollowerTest() {
    mine_.bytes[0] = 1;
    other_.bytes[0] = 2;
    for (const AccountId& account : {mine_, other_}) {
      EXPECT_TRUE(store_.AddAccount({.id = account, .name = "", .created_at = {}}));
    }
    begin_ = reader_.Newest().value();
  }

  void AddMessage(const AccountId& account, std::string id) {
    std::vector<record::RecordedMessage> messages(1);
    messages[0].record.account = account;
    messages[0].record.id = std::move(id);
    messages[0].record.flagged = true;
    ASSERT_TRUE(records_.Append(messages));
  }
  void AddEntry(const AccountId& account) {
    registry::Entry entry;
    entry.account = account;
    entry.id = base::MakeUuidV7(clock_.Now());
    entry.name = "John Doe";
    entry.email = "john.doe@example.com";
    entry.created_at = entry.modified_at = clock_.Now();
    registry::Write write;
    write.account = account;
    write.action = registry::CreateEntries{.entries = {entry}};
    ASSERT_TRUE(store_.CommitAndWait(std::move(write)));
  }
  // The ids of everything that there is for it.
  static std::vector<std::string> Drain(Follower& follower, Reader& reader) {
    std::vector<std::string> ids;
    reader.LookAgain();
    while (follower.Advance(reader).value()) {
      for (const Event& event : follower.waiting()) ids.push_back(event.id);
      follower.PassedOn(follower.waiting().size());
    }
    return ids;
  }

  base::SystemClock clock_;
  registry::MemoryStore store_;
  record::MemoryRecordStore records_;
  Reader reader_{store_, records_, clock_};
  AccountId mine_;
  AccountId other_;
  Place begin_;
};

TEST_F(FollowerTest, GetsWhatHappensInItsAccountInOrder) {
  AddMessage(mine_, "a");
  AddMessage(other_, "b");
  AddEntry(other_);
  AddEntry(mine_);
  AddMessage(mine_, "c");
  Follower mine("mine", mine_, begin_);
  Follower everybody("all", std::nullopt, begin_);
  EXPECT_THAT(Drain(mine, reader_), ElementsAre("message-a", "message-c", "change-4"));
  EXPECT_THAT(Drain(everybody, reader_),
              ElementsAre("message-a", "message-b", "message-c", "change-3", "change-4"));
  EXPECT_THAT(Drain(mine, reader_), IsEmpty());
  AddMessage(mine_, "d");
  EXPECT_THAT(Drain(mine, reader_), ElementsAre("message-d"));
}

TEST_F(FollowerTest, GetsEachEventOnceHoweverManyThereAre) {
  const std::size_t count = Reader::kMaxRecords * 2 + 7;
  for (std::size_t i = 0; i < count; ++i) AddMessage(mine_, std::to_string(i));
  Follower follower("mine", mine_, begin_);
  const std::vector<std::string> ids = Drain(follower, reader_);
  ASSERT_EQ(ids.size(), count);
  for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(ids[i], "message-" + std::to_string(i));
}

TEST_F(FollowerTest, GoesOnFromWhatWasPassedOn) {
  for (const char* const id : {"a", "b", "c"}) AddMessage(mine_, id);
  Follower follower("mine", mine_, begin_);
  ASSERT_TRUE(follower.Advance(reader_).value());
  EXPECT_EQ(follower.Unsaved()->records, begin_.records);  // nothing is done yet
  follower.PassedOn(2);
  const auto position = follower.Unsaved();
  ASSERT_TRUE(position);
  follower.Saved(*position);
  EXPECT_EQ(follower.Unsaved(), std::nullopt);

  Follower next("mine", mine_, {position->records, position->changes});
  EXPECT_THAT(Drain(next, reader_), ElementsAre("message-c"));
}

TEST_F(FollowerTest, StepsOverWhatIsNoneOfItsBusiness) {
  Follower follower("mine", mine_, begin_);
  AddMessage(other_, "b");
  AddEntry(other_);
  EXPECT_THAT(Drain(follower, reader_), IsEmpty());
  EXPECT_EQ(follower.Unsaved()->records, reader_.Newest()->records);
  EXPECT_EQ(follower.Unsaved()->changes, reader_.Newest()->changes);
}

TEST_F(FollowerTest, TellsEverybodyOfAGap) {
  AddMessage(mine_, "a");
  Follower follower("mine", mine_, {.records = 0, .changes = 1'000});  // of another database
  EXPECT_THAT(Drain(follower, reader_), ElementsAre("message-a", "gap-1000-2"));
  AddEntry(mine_);
  EXPECT_THAT(Drain(follower, reader_), ElementsAre("change-3"));
}

TEST_F(FollowerTest, SharesWhatIsRead) {
  AddMessage(mine_, "a");
  const auto chunk = reader_.ReadFrom(begin_);
  EXPECT_EQ(chunk, reader_.ReadFrom(begin_));
  const auto nothing = reader_.ReadFrom((*chunk)->to);
  AddMessage(mine_, "b");
  EXPECT_EQ(nothing, reader_.ReadFrom((*chunk)->to));  // it has not looked again
  reader_.LookAgain();
  EXPECT_EQ((*reader_.ReadFrom((*chunk)->to))->events.size(), 1U);
}

}  // namespace
}  // namespace namesake::events
