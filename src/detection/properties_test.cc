// SPDX-License-Identifier: Apache-2.0
// What must hold for every message, tried on generated ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "detection/inspect.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

using Random = std::mt19937;

const Snapshot& People() {
  static const Snapshot people(
      {{.id = base::MakeUuidV7({}), .name = "John Doe", .email = "john.doe@example.com"},
       {.id = base::MakeUuidV7({}), .name = "Jörg Müller", .email = "jm@example.com"},
       {.id = base::MakeUuidV7({}),
        .name = "Robert Miller",
        .email = "r.*@example[.]com",
        .is_email_regex = true},
       {.id = base::MakeUuidV7({}), .name = "张伟", .email = "zhang.wei@example.com"},
       {.id = base::MakeUuidV7({}), .name = "Дмитрий Соколов", .email = "ds@example.com"},
       {.id = base::MakeUuidV7({}), .name = "Accounts Payable", .email = "ap@example.com"}},
      {"example.com"});
  return people;
}

Verdict Judge(const std::string& headers) {
  const mail::HeaderSection section = mail::ReadHeaderSection(headers);
  return Inspect(mail::ReadSenderClaims(section.fields, "mx.example.com"), People());
}

template <std::size_t N>
std::string_view Pick(const std::array<std::string_view, N>& of, Random& random) {
  return of.at(std::uniform_int_distribution<std::size_t>(0, N - 1)(random));
}

constexpr auto kForgedNames = std::to_array<std::string_view>(
    {"John Doe", "Dr. John Doe (CEO)", "John Michael Doe", "Joerg Mueller", "Jorg Muller",
     "Bob Miller", "Robert Milelr", "Zhang Wei", "Dmitrii Sokolov"});

// ---- A forged message stays forged --------------------------------------------------------------

std::string RandomCase(std::string_view text, Random& random) {
  std::string changed(text);
  for (char& c : changed) {
    if (std::bernoulli_distribution(0.5)(random)) {
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    } else {
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return changed;
}

std::string RandomBlanks(std::string_view text, Random& random) {
  static constexpr auto kBlanks =
      std::to_array<std::string_view>({" ", "  ", "\t", " \r\n ", "   "});
  std::string changed;
  for (const char c : text) {
    if (c == ' ') {
      changed += Pick(kBlanks, random);
    } else {
      changed += c;
    }
  }
  return changed;
}

TEST(AForgedMessage, StaysForgedInWhateverCaseAndWithWhateverBlanks) {
  Random random(1);
  for (int round = 0; round < 500; ++round) {
    const std::string name(Pick(kForgedNames, random));
    // A title and a job are told by brackets and full stops, which stay.
    const std::string shown = RandomBlanks(RandomCase(name, random), random);
    EXPECT_TRUE(Judge("From: \"" + shown + "\" <office@gmail.com>\r\n\r\n").flagged()) << shown;
  }
}

TEST(AForgedMessage, StaysForgedInTheOtherOrderOfTwoWords) {
  for (const std::string_view name : {"Doe John", "Doe, John", "Miller Bob", "Miller, Bob",
                                      "Wei Zhang", "Sokolov, Dmitrii", "Mueller Joerg"}) {
    EXPECT_TRUE(Judge("From: \"" + std::string(name) + "\" <office@gmail.com>\n\n").flagged())
        << name;
  }
}

TEST(AForgedMessage, StaysForgedWhereverItsFieldStands) {
  Random random(2);
  std::vector<std::string> fields = {
      "From: John Doe <x@evil.example>\n", "Subject: Hello\n", "To: jane@example.com\n",
      "Date: Tue, 24 Nov 2026 10:00:00 +0000\n", "Received: from a by b; now\n"};
  for (int round = 0; round < 50; ++round) {
    std::ranges::shuffle(fields, random);
    std::string headers;
    for (const std::string& field : fields) headers += field;
    EXPECT_TRUE(Judge(headers + "\n").flagged()) << headers;
  }
}

// ---- An honest message stays honest -------------------------------------------------------------

// Fields that anybody may add and that name nobody of the registry.
constexpr auto kAddedFields = std::to_array<std::string_view>(
    {"List-Id: <dev.lists.example.net>\n", "Sender: Lists <owner@lists.example.net>\n",
     "Reply-To: Someone <someone@partner.example>\n", "X-Original-From: Me <me@partner.example>\n",
     "Authentication-Results: evil.example; dmarc=fail header.from=example.com\n",
     "ARC-Seal: i=1; d=evil.example; cv=fail\n", "Resent-From: Forwarder <f@partner.example>\n",
     "X-Namesake-Verdict: malicious_bec\n", "Subject: John Doe\n", "X-Spam: yes\n",
     "Comments: John Doe\n", "To: John Doe <john.doe@example.com>\n"});

constexpr auto kHonest = std::to_array<std::string_view>(
    {"From: John Doe <john.doe@example.com>\n", "From: Jane Roe <jane@partner.example>\n",
     "From: \"Smith, Anna\" <anna@partner.example>\n", "From: info@partner.example\n",
     "From: R Miller <rob@example.com>\n", "From: Doe Jane <jd@partner.example>\n"});

TEST(AnHonestMessage, StaysHonestWhateverIsAddedToIt) {
  Random random(3);
  for (int round = 0; round < 1000; ++round) {
    std::string headers(Pick(kHonest, random));
    ASSERT_FALSE(Judge(headers + "\n").flagged()) << headers;
    const int added = std::uniform_int_distribution<int>(1, 4)(random);
    for (int i = 0; i < added; ++i) {
      const std::string field(Pick(kAddedFields, random));
      headers.insert(std::bernoulli_distribution(0.5)(random) ? 0 : headers.size(), field);
    }
    EXPECT_FALSE(Judge(headers + "\n").flagged()) << headers;
  }
}

// ---- Any message --------------------------------------------------------------------------------

TEST(AnyMessage, OfAMebibyteIsJudgedByABoundedNumberOfClaims) {
  const std::array<std::string, 4> bodies = {std::string(1U << 20U, '('),
                                             std::string(1U << 20U, '"'),
                                             [] {
                                               std::string many;
                                               while (many.size() < (1U << 20U))
                                                 many += "John Doe <x@evil.example>, ";
                                               return many;
                                             }(),
                                             [] {
                                               std::string words;
                                               while (words.size() < (1U << 20U))
                                                 words += "=?utf-8?Q?John?= ";
                                               return words;
                                             }()};
  for (const std::string& body : bodies) {
    const std::string headers = "From: " + body.substr(0, (1U << 20U) - 100) + "\n\n";
    const mail::HeaderSection section = mail::ReadHeaderSection(headers);
    const mail::SenderClaims claims = mail::ReadSenderClaims(section.fields, "");
    EXPECT_LE(claims.claims.size(), mail::kMaxClaims);
    const Verdict verdict = Inspect(claims, People());
    EXPECT_LE(verdict.evidence.size(), 4 * mail::kMaxClaims);
  }
}

TEST(AnyMessage, GetsTheSameVerdictTwice) {
  Random random(5);
  for (int round = 0; round < 300; ++round) {
    std::string headers = "From: ";
    const int length = std::uniform_int_distribution<int>(0, 60)(random);
    for (int i = 0; i < length; ++i) {
      headers += static_cast<char>(std::uniform_int_distribution<int>(1, 255)(random));
    }
    headers += "\n\n";
    EXPECT_EQ(Judge(headers), Judge(headers));
  }
}

}  // namespace
}  // namespace namesake::detection
