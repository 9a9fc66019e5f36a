// SPDX-License-Identifier: Apache-2.0
#include "bench/sample_mail.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/sample_people.h"
#include "bench/sequence.h"
#include "detection/snapshot.h"

namespace namesake::bench {
namespace {

constexpr std::size_t kKnownPeople = 100;
constexpr std::size_t kForgedPercent = 4;
constexpr std::size_t kGenuinePercent = 6;  // of registered people, from their own addresses

constexpr std::array<std::string_view, 6> kSenderDomains = {
    "news.shop.example", "mailer.travel.example", "university.example",
    "bank.example",      "builders.example",      "freemail.example"};

enum class Kind { kPerson, kNewsletter, kNotification };

std::string Random(Sequence& numbers, std::string_view alphabet, std::size_t length) {
  std::string text;
  text.reserve(length);
  for (std::size_t i = 0; i < length; ++i) text += alphabet[numbers.Below(alphabet.size())];
  return text;
}

std::string Hex(Sequence& numbers, std::size_t length) {
  return Random(numbers, "0123456789abcdef", length);
}

// Base64 as signatures have it: folded lines of 72.
std::string FoldedBase64(Sequence& numbers, std::size_t length) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t done = 0; done < length; done += 72) {
    text += "\r\n         " + Random(numbers, kAlphabet, std::min<std::size_t>(72, length - done));
  }
  return text;
}

std::string Date(Sequence& numbers) {
  return fmt::format("Tue, {:02} Mar 2025 {:02}:{:02}:{:02} +0100", 1 + numbers.Below(28),
                     numbers.Below(24), numbers.Below(60), numbers.Below(60));
}

// Builds one header section, a group of fields after the other.
class Writer {
 public:
  Writer(Sequence& numbers, std::string domain) : numbers_(numbers), domain_(std::move(domain)) {}

  void Add(std::string_view name, std::string_view body) {
    text_.append(name).append(": ").append(body).append("\r\n");
  }

  void AddTrace(std::size_t hops) {
    Add("Return-Path", fmt::format("<bounce-{}@{}>", Hex(numbers_, 12), domain_));
    Add("Delivered-To", "reader@example.com");
    for (std::size_t i = 0; i < hops; ++i) {
      const std::string by = i == 0 ? "mx.example.com" : fmt::format("relay{}.{}", i, domain_);
      Add("Received",
          fmt::format("from out{}.{} (out{}.{} [192.0.2.{}])\r\n\tby {} (Postfix) with ESMTPS "
                      "id {}\r\n\tfor <reader@example.com>; {} (CET)",
                      i, domain_, i, domain_, numbers_.Below(255), by, Hex(numbers_, 11),
                      Date(numbers_)));
      if (i == 0) AddAuthentication();
    }
  }

  void AddSignature(std::string_view name, std::size_t length) {
    Add(name,
        fmt::format("v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s=s{};\r\n\tt=17{};\r\n\t"
                    "h=From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:List-Unsubscribe;"
                    "\r\n\tbh={}=;\r\n\tb={}",
                    domain_, numbers_.Below(4), Random(numbers_, "0123456789", 8),
                    Random(numbers_, "abcdefghABCDEFGH01234567", 43),
                    FoldedBase64(numbers_, length)));
  }

  void AddContent(std::string_view subject) {
    Add("Date", Date(numbers_));
    Add("Message-ID", fmt::format("<{}.{}@{}>", Hex(numbers_, 16), Hex(numbers_, 8), domain_));
    Add("Subject", subject);
    Add("To", "\"A. Reader\" <reader@example.com>");
    Add("MIME-Version", "1.0");
    Add("Content-Type",
        fmt::format("multipart/alternative;\r\n\tboundary=\"----=_Part_{}\"", Hex(numbers_, 20)));
    Add("Content-Transfer-Encoding", "7bit");
    Add("Content-Language", "en-US");
  }

  void AddListFields() {
    Add("List-Id", fmt::format("<{}.{}>", Hex(numbers_, 6), domain_));
    Add("List-Unsubscribe", fmt::format("<https://{}/u/{}>,\r\n <mailto:leave-{}@{}>", domain_,
                                        Hex(numbers_, 40), Hex(numbers_, 16), domain_));
    Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    Add("List-Help", fmt::format("<https://{}/help>", domain_));
    Add("Precedence", "bulk");
    Add("Feedback-ID", fmt::format("{}:{}:campaign:mailer", Hex(numbers_, 8), Hex(numbers_, 8)));
    Add("Auto-Submitted", "auto-generated");
  }

  // What filters and large providers leave behind.
  void AddProviderFields(std::size_t count) {
    static constexpr std::array<std::string_view, 9> kNames = {
        "X-Provider-Antispam-Report",
        "X-Provider-Tenant-Network-Message-Id",
        "X-Provider-CrossTenant-AuthSource",
        "X-Spam-Status",
        "X-Mailer-Campaign",
        "X-Report-Abuse-To",
        "X-Originating-IP",
        "X-Entity-Ref-ID",
        "X-Provider-Transport-EndToEndLatency"};
    for (std::size_t i = 0; i < count; ++i) {
      Add(fmt::format("{}-{}", numbers_.Pick(kNames), i),
          fmt::format("SCL:{}; id={}; {}", numbers_.Below(9), Hex(numbers_, 24),
                      Random(numbers_, "abcdefgh ijklmnop=;", 10 + numbers_.Below(40))));
    }
  }

  std::string Take() {
    text_ += "\r\n";
    return std::move(text_);
  }

 private:
  void AddAuthentication() {
    Add("Authentication-Results",
        fmt::format("{};\r\n\tdkim=pass (2048-bit key; unprotected) header.d={} header.i=@{} "
                    "header.b={};\r\n\tspf=pass (sender IP is 192.0.2.{}) smtp.mailfrom={};\r\n\t"
                    "dmarc=pass (policy=reject) header.from={}",
                    kAuthservId, domain_, domain_, Hex(numbers_, 8), numbers_.Below(255), domain_,
                    domain_));
  }

  Sequence& numbers_;
  std::string domain_;
  std::string text_;
};

std::string Quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

std::string QEncoded(std::string_view text) {
  std::string word = "=?UTF-8?Q?";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    word += plain ? std::string(1, c) : c == ' ' ? "_" : fmt::format("={:02X}", octet);
  }
  return word + "?=";
}

bool IsAscii(std::string_view text) {
  return text.find_first_not_of(
             " ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,'-") ==
         std::string_view::npos;
}

// A name as mail programs write it: quoted or not, encoded when it has to be, or because the
// program encodes whatever it sends.
std::string Phrase(Sequence& numbers, std::string_view name) {
  if (!IsAscii(name) || numbers.Percent(15)) return QEncoded(name);
  return numbers.Percent(60) ? Quoted(name) : std::string(name);
}

constexpr std::array<std::string_view, 8> kRoles = {
    "Shop Example",     "Travel Alerts", "Billing",          "noreply",
    "The Daily Digest", "Customer Care", "Library Services", "Security Team (Bank Example)"};

struct Author {
  std::string from;      // the body of the From field
  std::string domain;    // of its address
  std::string reply_to;  // may be empty
  Kind kind = Kind::kPerson;
};

Author Stranger(Sequence& numbers) {
  Author author;
  author.kind = numbers.Percent(40)   ? Kind::kPerson
                : numbers.Percent(60) ? Kind::kNewsletter
                                      : Kind::kNotification;
  author.domain = numbers.Pick(kSenderDomains);
  const bool person = author.kind == Kind::kPerson;
  const std::string name = person ? MakeName(numbers) : std::string(numbers.Pick(kRoles));
  const std::string address = AddressOf(name, author.domain);
  if (numbers.Percent(8)) {
    author.from = address;  // a bare address
  } else if (name.find('(') != std::string::npos) {
    author.from = Quoted(name) + " <" + address + ">";
  } else {
    author.from = Phrase(numbers, name) + " <" + address + ">";
  }
  if (!person && numbers.Percent(50)) {
    author.reply_to = fmt::format("reply-{}@{}", Hex(numbers, 10), author.domain);
  }
  return author;
}

std::string FirstAddress(const detection::Identity& identity) {
  return identity.email.substr(0, identity.email.find(','));
}

Author Genuine(Sequence& numbers, const detection::Identity& identity) {
  const std::string address = FirstAddress(identity);
  return {.from = Phrase(numbers, identity.name) + " <" + address + ">",
          .domain = address.substr(address.rfind('@') + 1),
          .reply_to = {},
          .kind = Kind::kPerson};
}

std::string Confusable(std::string_view name) {
  std::string disguised;
  for (const char c : name)
    disguised += c == 'a' ? "\u0430" : c == 'o' ? "\u043E" : std::string(1, c);
  return disguised;
}

Author Forged(Sequence& numbers, const detection::Identity& identity) {
  Author author{.from = {}, .domain = "freemail.example", .reply_to = {}, .kind = Kind::kPerson};
  const std::string address = fmt::format("box{}@{}", Hex(numbers, 6), author.domain);
  switch (numbers.Below(5)) {
    case 0:
      author.from = Quoted(identity.name);
      break;
    case 1:
      author.from = QEncoded(Confusable(identity.name));
      break;
    case 2:
      author.from = QEncoded("Dr. " + identity.name + " (CEO)");
      break;
    case 3:
      author.from = QEncoded("\u200B" + identity.name);
      break;
    default:
      author.from = Quoted(FirstAddress(identity));
  }
  author.from += " <" + address + ">";
  return author;
}

std::string Compose(Sequence& numbers, const Author& author) {
  Writer writer(numbers, author.domain);
  const bool bulk = author.kind != Kind::kPerson;
  writer.AddTrace(3 + numbers.Below(5));
  writer.AddSignature("DKIM-Signature", 344);
  if (bulk) writer.AddSignature("DKIM-Signature", 172);
  if (numbers.Percent(40)) {
    writer.AddSignature("ARC-Message-Signature", 344);
    writer.Add("ARC-Seal", fmt::format("i=1; a=rsa-sha256; cv=none; d={}; s=arc; b={}",
                                       author.domain, FoldedBase64(numbers, 172)));
  }
  writer.Add("From", author.from);
  if (!author.reply_to.empty()) writer.Add("Reply-To", author.reply_to);
  writer.AddContent(numbers.Percent(30) ? "=?UTF-8?B?SWhyZSBCZXN0ZWxsdW5nIGlzdCB1bnRlcndlZ3M=?="
                                        : "Your order is on its way");
  if (author.kind == Kind::kNewsletter) writer.AddListFields();
  writer.AddProviderFields(8 + numbers.Below(22));
  return writer.Take();
}

}  // namespace

std::vector<SampleMessage> SampleMail(std::size_t count) {
  const std::vector<detection::Identity> known = SampleIdentities(kKnownPeople);
  std::vector<SampleMessage> mail;
  mail.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Sequence numbers(1'000'000'007 + i);
    const std::size_t lot = numbers.Below(100);
    // The last of a hundred has a pattern and no address to write from.
    const detection::Identity& identity = known[numbers.Below(kKnownPeople - 1)];
    const Author author = lot < kForgedPercent                     ? Forged(numbers, identity)
                          : lot < kForgedPercent + kGenuinePercent ? Genuine(numbers, identity)
                                                                   : Stranger(numbers);
    mail.push_back({.header_section = Compose(numbers, author), .forged = lot < kForgedPercent});
  }
  return mail;
}

}  // namespace namesake::bench
