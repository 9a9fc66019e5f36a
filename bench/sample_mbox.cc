// SPDX-License-Identifier: Apache-2.0
// sample_mbox MBOX CSV BYTES long|short: writes an mbox of at least so many octets and the registry
// that its forged messages are forged against. The same on every machine.

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/sample_mail.h"
#include "bench/sample_people.h"
#include "bench/sequence.h"
#include "detection/snapshot.h"

namespace namesake::bench {
namespace {

constexpr std::size_t kHeaderSections = 4096;
constexpr std::size_t kIdentities = 1000;

// Bodies are taken from this many, so that making a gigabyte takes a second.
constexpr std::size_t kBodies = 256;

std::string Words(Sequence& numbers, std::size_t size) {
  static constexpr std::array<std::string_view, 12> kWords = {
      "the", "invoice", ">From",  "meeting", "of",       "attached",
      "you", "regards", "please", "is",      "tomorrow", "account"};
  std::string text;
  for (std::size_t line = 0; text.size() < size;) {
    const std::string_view word = numbers.Pick(kWords);
    line += word.size() + 1;
    text += word;
    text += line > 68 ? '\n' : ' ';
    if (line > 68) line = 0;
  }
  return text + '\n';
}

// Quoted-printable, as newsletters are.
std::string Markup(Sequence& numbers, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    text += fmt::format("<td style=3D\"color:#{:06x}; padding:0 {}px\">text of a cell</td>=\n",
                        numbers.Below(1 << 24), numbers.Below(32));
  }
  return text;
}

std::string Attachment(Sequence& numbers, std::size_t size) {
  static constexpr std::string_view kBase64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  while (text.size() < size) {
    for (int i = 0; i < 76; ++i) text += kBase64[numbers.Below(64)];
    text += '\n';
  }
  return text;
}

// Six in ten are text of some paragraphs, a fourth are newsletters, the rest have attachments.
std::string LongBody(Sequence& numbers) {
  const std::size_t kind = numbers.Below(100);
  if (kind < 60) return Words(numbers, 2'000 + numbers.Below(20'000));
  if (kind < 85) return Markup(numbers, 20'000 + numbers.Below(60'000));
  return Attachment(numbers, 50'000 + numbers.Below(400'000));
}

std::string ShortBody(Sequence& numbers) { return Words(numbers, 200 + numbers.Below(3'000)); }

void WriteMbox(const std::string& path, std::uint64_t size, bool long_bodies) {
  Sequence numbers(1);
  const std::vector<SampleMessage> mail = SampleMail(kHeaderSections);
  std::vector<std::string> bodies;
  bodies.reserve(kBodies);
  for (std::size_t i = 0; i < kBodies; ++i) {
    bodies.push_back(long_bodies ? LongBody(numbers) : ShortBody(numbers));
  }
  std::ofstream file(path, std::ios::binary);
  std::uint64_t written = 0;
  std::size_t messages = 0;
  std::size_t forged = 0;
  while (written < size) {
    const SampleMessage& message = mail[messages % mail.size()];
    std::string text = "From sender@example.net Mon Nov 23 09:30:00 2026\n";
    for (const char c : message.header_section) {
      if (c != '\r') text += c;  // an mbox has the line ends of its system
    }
    text += numbers.Pick(bodies);
    text += '\n';
    file << text;
    written += text.size();
    ++messages;
    if (message.forged) ++forged;
  }
  if (!file.flush()) throw std::ios_base::failure("cannot write " + path);
  std::cout << fmt::format("{{\"messages\": {}, \"forged\": {}, \"octets\": {}}}\n", messages,
                           forged, written);
}

void WriteRegistry(const std::string& path) {
  std::ofstream file(path);
  file << "Display_Name,Email,Is_Email_Regex\n";
  for (const detection::Identity& identity : SampleIdentities(kIdentities)) {
    file << fmt::format("\"{}\",\"{}\",{}\n", identity.name, identity.email,
                        identity.is_email_regex);
  }
  if (!file.flush()) throw std::ios_base::failure("cannot write " + path);
}

}  // namespace
}  // namespace namesake::bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() != 5 || (words[4] != "long" && words[4] != "short")) {
    std::cerr << "usage: sample_mbox MBOX CSV BYTES long|short\n";
    return 2;
  }
  namesake::bench::WriteMbox(words[1], std::stoull(words[3]), words[4] == "long");
  namesake::bench::WriteRegistry(words[2]);
  return 0;
}
