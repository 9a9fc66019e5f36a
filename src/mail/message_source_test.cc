// SPDX-License-Identifier: Apache-2.0
#include "mail/message_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ios>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "mail/header_section.h"
#include "mail/mbox_file.h"

namespace namesake::mail {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

using Messages = std::vector<std::pair<std::string, std::string>>;  // source and bytes

class MessageSource : public ::testing::Test {
 protected:
  MessageSource() {
    std::string name = (fs::temp_directory_path() / "namesake-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~MessageSource() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string Path(const std::string& name) const { return folder_ + "/" + name; }

  void Write(const std::string& name, std::string_view content) const {
    fs::create_directories(fs::path(Path(name)).parent_path());
    std::ofstream(Path(name), std::ios::binary) << content;
  }

  // Reads and remembers; sources without the folder's name in front.
  base::Status Read(const std::string& path) {
    return ReadMessages(
        path, {.on_message =
                   [this](const SourcedMessage& message) {
                     std::string source = message.source;
                     if (source.starts_with(folder_)) source.erase(0, folder_.size() + 1);
                     messages_.emplace_back(source, message.bytes);
                     positions_.push_back(message.position);
                     if (on_message_) on_message_(source);
                     return messages_.size() < stop_after_;
                   },
               .on_error = [this](const base::Error& error) { errors_.push_back(error.message); },
               .on_note = [this](const std::string& note) { notes_.push_back(note); },
               .on_mbox = on_mbox_});
  }

  [[nodiscard]] std::vector<std::string> Sources() const {
    std::vector<std::string> sources;
    for (const auto& [source, bytes] : messages_) sources.push_back(source);
    return sources;
  }

  std::string folder_;
  Messages messages_;
  std::vector<std::uint64_t> positions_;
  std::vector<std::string> errors_;
  std::vector<std::string> notes_;
  std::function<void(const std::string&)> on_message_;
  MboxCallback on_mbox_;
  std::size_t stop_after_ = static_cast<std::size_t>(-1);
};

// ---- One file -----------------------------------------------------------------------------------

TEST_F(MessageSource, ReadsAFileAsOneMessage) {
  Write("a.eml", "From: a\n\nFrom here\n\nFrom there\n");
  EXPECT_TRUE(Read(Path("a.eml")));
  EXPECT_THAT(messages_, ElementsAre(Pair("a.eml", "From: a\n\nFrom here\n\nFrom there\n")));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(MessageSource, ReadsAFileOfAnyNameThatWasAskedFor) {
  Write("letter", "From: a\n");
  EXPECT_TRUE(Read(Path("letter")));
  EXPECT_THAT(messages_, ElementsAre(Pair("letter", "From: a\n")));
}

TEST_F(MessageSource, NumbersTheMessagesOfAnMbox) {
  Write("inbox", "From a\nFrom: a\n\nFrom b\nFrom: b\n");
  EXPECT_TRUE(Read(Path("inbox")));
  EXPECT_THAT(messages_, ElementsAre(Pair("inbox#1", "From: a\n"), Pair("inbox#2", "From: b\n")));
}

TEST_F(MessageSource, FindsNoMessageInAnEmptyMailboxButOneInAnEmptyEml) {
  Write("inbox", "");
  Write("a.EML", "");
  EXPECT_TRUE(Read(Path("inbox")));
  EXPECT_THAT(messages_, IsEmpty());
  EXPECT_TRUE(Read(Path("a.EML")));
  EXPECT_THAT(messages_, ElementsAre(Pair("a.EML", "")));
}

TEST_F(MessageSource, ReadsNoMoreOfAHugeMessageThanItsHeaderSection) {
  const std::string header = "X: " + std::string(kMaxHeaderBytes - 100, 'x') + "\nFrom: a\n\n";
  Write("huge.eml", header + std::string(std::size_t{8} << 20, 'y'));
  Write("endless.eml", "X: " + std::string(std::size_t{8} << 20, 'x'));

  EXPECT_TRUE(Read(Path("huge.eml")));
  ASSERT_THAT(messages_, SizeIs(1));
  EXPECT_EQ(messages_[0].second.substr(0, header.size()), header);
  EXPECT_LE(messages_[0].second.size(), std::size_t{2} << 20);

  EXPECT_TRUE(Read(Path("endless.eml")));
  ASSERT_THAT(messages_, SizeIs(2));
  EXPECT_TRUE(ReadHeaderSection(messages_[1].second).truncated);
  EXPECT_LE(messages_[1].second.size(), std::size_t{2} << 20);
}

TEST_F(MessageSource, SaysThatAPathDoesNotExist) {
  const base::Status read = Read(Path("nothing"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(read.error().message, "cannot read " + Path("nothing") + ": No such file or directory");
}

TEST_F(MessageSource, StopsWhenTheCallerHasSeenEnough) {
  Write("a/1.eml", "1");
  Write("a/2/inbox", "From a\n2\n\nFrom a\n3\n");
  Write("a/4.eml", "4");
  stop_after_ = 2;
  EXPECT_TRUE(Read(Path("a")));
  EXPECT_THAT(Sources(), ElementsAre("a/1.eml", "a/2/inbox#1"));
}

// A file that is cut short while it is read, which would kill a program that has it mapped.
TEST_F(MessageSource, OutlivesAFileThatIsTruncated) {
  std::string mbox = "From a\nFrom: a\n\n" + std::string(std::size_t{1} << 20, 'x') + "\n\n";
  mbox += mbox;
  Write("inbox", mbox);
  on_message_ = [this](const std::string&) { fs::resize_file(Path("inbox"), 100); };
  EXPECT_TRUE(Read(Path("inbox")));
  EXPECT_THAT(Sources(), ElementsAre("inbox#1"));
}

// ---- Damaged mboxes -----------------------------------------------------------------------------

constexpr const char* kDelivery = "From b Mon Nov 23 09:30:00 2026\nFrom: b\n";

TEST_F(MessageSource, ReadsWhatStandsBehindJunkAndSaysSo) {
  Write("inbox", "VGhpcyBpcyBub3RoaW5n\n\n" + std::string(kDelivery));
  EXPECT_TRUE(Read(Path("inbox")));
  EXPECT_THAT(messages_, ElementsAre(Pair("inbox#1", "From: b\n")));
  EXPECT_THAT(
      notes_,
      ElementsAre(EndsWith("inbox: what stands before the first message is not read as one")));
}

TEST_F(MessageSource, ReadsAMessageThatHasLostItsBeginningAndSaysSo) {
  Write("mail/a.mbox", "Subject: a\n\nText\n\n" + std::string(kDelivery));
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(messages_, ElementsAre(Pair("mail/a.mbox#1", "Subject: a\n\nText\n"),
                                     Pair("mail/a.mbox#2", "From: b\n")));
  EXPECT_THAT(notes_, ElementsAre(EndsWith("a.mbox: the first message has lost its beginning")));
}

TEST_F(MessageSource, TakesAMessageThatQuotesAnMboxForOne) {
  const std::string message = "From: a\n\n" + std::string(kDelivery);
  Write("a.eml", message);
  Write("letter", message);
  EXPECT_TRUE(Read(Path("a.eml")));
  EXPECT_TRUE(Read(Path("letter")));
  EXPECT_THAT(messages_, ElementsAre(Pair("a.eml", message), Pair("letter", message)));
  EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(MessageSource, LeavesOtherFilesOfAFolderAloneThoughTheyQuoteAnMbox) {
  Write("mail/notes.txt", "junk\n\n" + std::string(kDelivery));
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(messages_, IsEmpty());
}

TEST_F(MessageSource, HandsOutMboxesToWhoReadsThemInParts) {
  Write("mail/a.eml", "From: a\n");
  Write("mail/b.mbox", "From b\nB\n\nFrom c\nC\n");
  Write("mail/c.eml", "From: c\n");
  std::vector<std::string> mboxes;
  on_mbox_ = [&](const std::shared_ptr<const MboxFile>& mbox) {
    mboxes.push_back(mbox->path());
    EXPECT_EQ(mbox->size(), 19U);
    return true;
  };
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(Sources(), ElementsAre("mail/a.eml", "mail/c.eml"));
  EXPECT_THAT(mboxes, ElementsAre(Path("mail/b.mbox")));
  EXPECT_THAT(positions_, ElementsAre(8, 8 + 19 + 8));
}

TEST_F(MessageSource, ReadsAnMboxThatIsNoRegularFileItself) {
  on_mbox_ = [](const std::shared_ptr<const MboxFile>&) -> bool { throw std::logic_error("no"); };
  ASSERT_EQ(::mkfifo(Path("pipe").c_str(), 0600), 0);
  std::thread writer([this] { Write("pipe", "From a\nA\n\nFrom b\nB\n"); });
  EXPECT_TRUE(Read(Path("pipe")));
  writer.join();
  EXPECT_THAT(Sources(), ElementsAre("pipe#1", "pipe#2"));
}

// ---- Folders ------------------------------------------------------------------------------------

TEST_F(MessageSource, ReadsAFolderByName) {
  Write("mail/b.eml", "B");
  Write("mail/a.eml", "A");
  Write("mail/c/inner.eml", "C");
  Write("mail/d.mbox", "From d\nD\n\nFrom d\nE\n");
  Write("mail/README", "no mail");
  Write("mail/eml", "no mail");
  Write("mail/.hidden.eml", "H");
  fs::create_directory(Path("mail/empty"));
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(messages_, ElementsAre(Pair("mail/.hidden.eml", "H"), Pair("mail/a.eml", "A"),
                                     Pair("mail/b.eml", "B"), Pair("mail/c/inner.eml", "C"),
                                     Pair("mail/d.mbox#1", "D\n"), Pair("mail/d.mbox#2", "E\n")));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(MessageSource, NamesAFileOfAFolderGivenWithASlashOnce) {
  Write("mail/a.eml", "A");
  EXPECT_TRUE(Read(Path("mail/")));
  EXPECT_THAT(Sources(), ElementsAre("mail/a.eml"));
}

TEST_F(MessageSource, FollowsLinksButNotInCircles) {
  Write("mail/a/1.eml", "1");
  Write("elsewhere/2.eml", "2");
  fs::create_directory_symlink("..", Path("mail/a/up"));
  fs::create_directory_symlink(Path("elsewhere"), Path("mail/b"));
  fs::create_directory_symlink(Path("elsewhere"), Path("mail/c"));
  fs::create_symlink(Path("elsewhere/2.eml"), Path("mail/d.eml"));
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(Sources(), ElementsAre("mail/a/1.eml", "mail/b/2.eml", "mail/d.eml"));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(MessageSource, NamesLinksThatLeadNowhereAndReadsOn) {
  fs::create_directory(Path("mail"));
  fs::create_symlink("gone", Path("mail/a.eml"));
  fs::create_symlink("b.eml", Path("mail/b.eml"));
  Write("mail/c.eml", "C");
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(Sources(), ElementsAre("mail/c.eml"));
  EXPECT_THAT(errors_, ElementsAre(HasSubstr("mail/a.eml"), HasSubstr("mail/b.eml")));
}

TEST_F(MessageSource, DoesNotWaitForAPipeInAFolder) {
  Write("mail/b.eml", "B");
  ASSERT_EQ(::mkfifo(Path("mail/a.eml").c_str(), 0600), 0);
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(Sources(), ElementsAre("mail/b.eml"));
}

TEST_F(MessageSource, NamesUnreadableFilesAndFoldersAndReadsOn) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  Write("mail/a.eml", "A");
  Write("mail/b/inner.eml", "B");
  Write("mail/c.eml", "C");
  fs::permissions(Path("mail/a.eml"), fs::perms::none);
  fs::permissions(Path("mail/b"), fs::perms::none);
  EXPECT_TRUE(Read(Path("mail")));
  fs::permissions(Path("mail/b"), fs::perms::owner_all);
  EXPECT_THAT(Sources(), ElementsAre("mail/c.eml"));
  EXPECT_THAT(errors_, ElementsAre(EndsWith("mail/a.eml: Permission denied"),
                                   EndsWith("mail/b: Permission denied")));
}

TEST_F(MessageSource, NamesAFileThatVanishedFromAFolder) {
  Write("mail/a.eml", "A");
  Write("mail/b.eml", "B");
  on_message_ = [this](const std::string&) { fs::remove(Path("mail/b.eml")); };
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(Sources(), ElementsAre("mail/a.eml"));
  EXPECT_THAT(errors_, ElementsAre(EndsWith("mail/b.eml: No such file or directory")));
}

// ---- Maildir ------------------------------------------------------------------------------------

TEST_F(MessageSource, ReadsAMaildir) {
  Write("box/cur/2.host:2,S", "Two");
  Write("box/cur/1.host:2,", "From a\n\nFrom b\n");
  Write("box/new/0.host", "");
  Write("box/new/.nfs1", "no message");
  Write("box/tmp/9.host", "not delivered yet");
  Write("box/dovecot-uidlist", "no message");
  Write("box/.Sent/cur/3.host:2,S", "Three");
  Write("box/.Sent/new/4.host", "Four");
  Write("box/sieve/1.eml", "no Maildir");
  EXPECT_TRUE(Read(Path("box")));
  EXPECT_THAT(messages_, ElementsAre(Pair("box/cur/1.host:2,", "From a\n\nFrom b\n"),
                                     Pair("box/cur/2.host:2,S", "Two"), Pair("box/new/0.host", ""),
                                     Pair("box/.Sent/cur/3.host:2,S", "Three"),
                                     Pair("box/.Sent/new/4.host", "Four")));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(MessageSource, ReadsAMaildirThatHasLostAnEmptyFolder) {
  Write("mail/a/cur/1", "One");
  Write("mail/b/new/2", "Two");
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(Sources(), ElementsAre("mail/a/cur/1", "mail/b/new/2"));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(MessageSource, ForgetsAMessageThatWasDeletedMeanwhile) {
  Write("box/cur/1:2,", "One");
  Write("box/cur/2:2,", "Two");
  Write("box/new/3", "Three");
  on_message_ = [this](const std::string&) { fs::remove(Path("box/cur/2:2,")); };
  EXPECT_TRUE(Read(Path("box")));
  EXPECT_THAT(Sources(), ElementsAre("box/cur/1:2,", "box/new/3"));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(MessageSource, FindsAMessageThatWasMovedOrFlaggedMeanwhile) {
  Write("box/cur/1:2,", "One");
  Write("box/cur/2:2,", "Two");
  Write("box/new/3", "Three");
  on_message_ = [this](const std::string& source) {
    if (source != "box/cur/1:2,") return;
    fs::rename(Path("box/cur/2:2,"), Path("box/cur/2:2,S"));
    fs::rename(Path("box/new/3"), Path("box/cur/3:2,"));
  };
  EXPECT_TRUE(Read(Path("box")));
  EXPECT_THAT(messages_, ElementsAre(Pair("box/cur/1:2,", "One"), Pair("box/cur/2:2,S", "Two"),
                                     Pair("box/cur/3:2,", "Three")));
  EXPECT_THAT(errors_, IsEmpty());
}

TEST_F(MessageSource, TellsTwoMessagesOfOneNameApart) {
  Write("box/cur/1.host:2,", "One");
  Write("box/cur/1.host:2,S", "Another");
  EXPECT_TRUE(Read(Path("box")));
  EXPECT_THAT(Sources(), ElementsAre("box/cur/1.host:2,", "box/cur/1.host:2,S"));
}

TEST_F(MessageSource, FindsAMessageThatArrivesInBothFoldersOnce) {
  Write("box/new/1.host", "One");
  fs::create_directory(Path("box/cur"));
  fs::create_hard_link(Path("box/new/1.host"), Path("box/cur/1.host:2,"));
  EXPECT_TRUE(Read(Path("box")));
  EXPECT_THAT(Sources(), ElementsAre("box/cur/1.host:2,"));
}

// Mail programs at work: messages are read, flagged and deleted all the time.
TEST_F(MessageSource, FindsEachMessageOfALivingMaildirOnce) {
  constexpr std::size_t kStaying = 400;
  constexpr std::size_t kDeleted = 100;
  fs::create_directories(Path("box/cur"));
  for (std::size_t i = 0; i < kStaying; ++i) Write(fmt::format("box/new/s{}.host", i), "S");
  for (std::size_t i = 0; i < kDeleted; ++i) Write(fmt::format("box/new/d{}.host", i), "D");
  std::atomic<bool> reading = true;
  std::thread others([&] {
    const std::array<std::string, 4> names = {"new/s{}.host", "cur/s{}.host:2,", "cur/s{}.host:2,S",
                                              "cur/s{}.host:2,FS"};
    for (std::size_t step = 1; step < names.size() && reading; ++step) {
      for (std::size_t i = 0; i < kStaying && reading; ++i) {
        const std::size_t shuffled = i * 7919 % kStaying;
        fs::rename(Path("box/" + fmt::format(fmt::runtime(names.at(step - 1)), shuffled)),
                   Path("box/" + fmt::format(fmt::runtime(names.at(step)), shuffled)));
        if (step == 1 && i < kDeleted) fs::remove(Path(fmt::format("box/new/d{}.host", i)));
      }
    }
  });
  EXPECT_TRUE(Read(Path("box")));
  reading = false;
  others.join();
  std::map<std::string, std::size_t> seen;
  for (const std::string& source : Sources()) {
    const std::string name = fs::path(source).filename().string();
    ++seen[name.substr(0, name.find(':'))];
  }
  for (std::size_t i = 0; i < kStaying; ++i) {
    EXPECT_EQ(seen[fmt::format("s{}.host", i)], 1U) << i;
  }
  for (const auto& [name, times] : seen) EXPECT_LE(times, 1U) << name;
  EXPECT_THAT(errors_, IsEmpty());
}

// Somebody flags all messages again and again, between the listing and the reading.
TEST_F(MessageSource, SaysThatAMaildirNeverStandsStill) {
  constexpr std::size_t kMessages = 60;
  std::string flags;
  const auto name_of = [&](std::size_t i) {
    return Path(fmt::format("box/cur/{:02}:2,{}", i, flags));
  };
  for (std::size_t i = 0; i < kMessages; ++i) Write(fmt::format("box/cur/{:02}:2,", i), "Text");
  on_message_ = [&](const std::string&) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kMessages; ++i) names.push_back(name_of(i));
    flags = flags == "S" ? "F" : "S";
    for (std::size_t i = 0; i < kMessages; ++i) fs::rename(names[i], name_of(i));
  };
  EXPECT_TRUE(Read(Path("box")));
  EXPECT_THAT(errors_, ElementsAre(EndsWith("box: it changes all the time")));
  EXPECT_GT(messages_.size(), 10U);
}

// ---- Standard input and pipes
// ---------------------------------------------------------------------

// Gives a text to whoever reads the descriptor that stands for standard input meanwhile.
class StandardInput {
 public:
  explicit StandardInput(std::string text) : saved_(::dup(STDIN_FILENO)), text_(std::move(text)) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    writer_ = std::thread([this, end = ends[1]] {
      for (std::size_t at = 0; at < text_.size();) {
        const ssize_t written = ::write(end, text_.data() + at, text_.size() - at);
        if (written < 0) break;
        written_ += static_cast<std::size_t>(written);
        at += static_cast<std::size_t>(written);
      }
      ::close(end);
    });
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() { Close(); }

  // What was taken from the pipe, when nobody reads any more.
  std::size_t Close() {
    if (!writer_.joinable()) return written_;
    writer_.join();
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
    return written_;
  }

 private:
  int saved_;
  std::string text_;
  std::size_t written_ = 0;
  std::thread writer_;
};

TEST_F(MessageSource, ReadsAnMboxFromStandardInput) {
  const std::string body(std::size_t{1} << 20, 'x');
  const StandardInput input("From a\nFrom: a\n\n" + body + "\n\nFrom b\nFrom: b\n");
  EXPECT_TRUE(Read("-"));
  EXPECT_THAT(messages_, ElementsAre(Pair("-#1", ::testing::StartsWith("From: a\n\nx")),
                                     Pair("-#2", "From: b\n")));
}

// A writer that is not read to its end is killed by SIGPIPE.
TEST_F(MessageSource, ReadsAMessageFromStandardInputToItsEnd) {
  const std::string message = "From: a\n\n" + std::string(std::size_t{4} << 20, 'x');
  StandardInput input(message);
  EXPECT_TRUE(Read("-"));
  EXPECT_EQ(input.Close(), message.size());
  EXPECT_THAT(messages_, ElementsAre(Pair("-", ::testing::StartsWith("From: a\n\nx"))));
  EXPECT_LT(messages_[0].second.size(), std::size_t{1} << 20);
}

TEST_F(MessageSource, FindsNoMessageInAnEmptyStandardInput) {
  const StandardInput input("");
  EXPECT_TRUE(Read("-"));
  EXPECT_THAT(messages_, IsEmpty());
}

TEST_F(MessageSource, ReadsANamedPipeThatWasAskedFor) {
  ASSERT_EQ(::mkfifo(Path("pipe").c_str(), 0600), 0);
  std::thread writer([this] { Write("pipe", "From: a\n\nText\n"); });
  EXPECT_TRUE(Read(Path("pipe")));
  writer.join();
  EXPECT_THAT(messages_, ElementsAre(Pair("pipe", "From: a\n\nText\n")));
}

// ---- Progress -----------------------------------------------------------------------------------

TEST_F(MessageSource, PositionsRiseToTheSize) {
  Write("mail/a.eml", "From: a\n");
  Write("mail/b/inbox", "From b\nB\n\nFrom c\nCC");
  Write("mail/readme", "1234");
  Write("mail/z.eml", "Z");
  EXPECT_TRUE(Read(Path("mail")));
  EXPECT_THAT(positions_, ElementsAre(8, 8 + 9, 8 + 19, 8 + 19 + 4 + 1));
  EXPECT_EQ(SourceSize(Path("mail")), 32U);
}

TEST_F(MessageSource, SizesOfWhatIsNoFolderAndOfNothing) {
  Write("a.eml", "12345");
  EXPECT_EQ(SourceSize(Path("a.eml")), 5U);
  EXPECT_EQ(SourceSize(Path("nothing")), 0U);
  EXPECT_EQ(SourceSize("-"), 0U);
}

}  // namespace
}  // namespace namesake::mail
