// SPDX-License-Identifier: Apache-2.0
#include "bench/sample_people.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "bench/sequence.h"
#include "detection/snapshot.h"

namespace namesake::bench {
namespace {

constexpr std::array<std::string_view, 48> kGivenNames = {
    "Anna",    "Bernd",  "Carla",   "David",   "Elena",  "Frank",   "Greta",   "Hugo",
    "Ines",    "Jakob",  "Karin",   "Louis",   "Maria",  "Nils",    "Olga",    "Peter",
    "Quentin", "Rosa",   "Simon",   "Tanja",   "Ulrich", "Vera",    "William", "Xenia",
    "Yusuf",   "Zoe",    "Amelia",  "Brian",   "Cecile", "Daniel",  "Emily",   "Fatima",
    "George",  "Hannah", "Ibrahim", "Jessica", "Kevin",  "Laura",   "Michael", "Nadia",
    "Oscar",   "Paula",  "Robert",  "Sandra",  "Thomas", "Valerie", "Walter",  "John"};

constexpr std::array<std::string_view, 8> kAccentedNames = {"Jörg", "Zoë",   "René",   "Łukasz",
                                                            "Nuño", "Søren", "Željka", "Дмитрий"};

constexpr std::array<std::string_view, 24> kOnsets = {"B", "Br",  "D",  "F", "Fl", "G", "Gr", "H",
                                                      "J", "K",   "Kl", "L", "M",  "N", "Pr", "R",
                                                      "S", "Sch", "St", "T", "Tr", "V", "W",  "Z"};
constexpr std::array<std::string_view, 12> kMiddles = {"l",  "m",  "n",  "r",  "s",  "t",
                                                       "ll", "nd", "rk", "st", "tt", "ng"};
constexpr std::array<std::string_view, 6> kVowels = {"a", "e", "i", "o", "u", "ei"};
constexpr std::array<std::string_view, 14> kEndings = {"er",   "mann", "sen", "son", "berg",
                                                       "feld", "ow",   "in",  "ez",  "ard",
                                                       "elli", "ski",  "ova", "ton"};

std::string MakeSurname(Sequence& numbers) {
  std::string name(numbers.Pick(kOnsets));
  name += numbers.Pick(kVowels);
  name += numbers.Pick(kMiddles);
  if (numbers.Percent(60)) {
    name += numbers.Pick(kVowels);
    name += numbers.Pick(kMiddles);
  }
  name += numbers.Pick(kEndings);
  return name;
}

constexpr std::array<std::string_view, 4> kDomains = {"example.com", "mail.example.com",
                                                      "example.org", "subsidiary.example"};

detection::Identity MakeIdentity(std::size_t number) {
  Sequence numbers(number + 1);
  detection::Identity identity;
  identity.id = base::Uuid{};
  for (std::uint8_t& octet : identity.id->bytes) octet = static_cast<std::uint8_t>(numbers.Next());
  identity.name = MakeName(numbers);
  const std::string domain(numbers.Pick(kDomains));
  identity.email = AddressOf(identity.name, domain);
  if (number % 100 == 99) {
    const std::string local = identity.email.substr(0, identity.email.find('@'));
    identity.email = local + "[0-9]*@(mail[.])?example[.](com|org)";
    identity.is_email_regex = true;
    return identity;
  }
  for (std::size_t more = numbers.Below(3); more > 0; --more) {
    identity.email += ", ";
    identity.email += AddressOf(identity.name + std::to_string(more), domain);
  }
  return identity;
}

}  // namespace

std::string MakeName(Sequence& numbers) {
  std::string name(numbers.Percent(4) ? numbers.Pick(kAccentedNames) : numbers.Pick(kGivenNames));
  if (numbers.Percent(6)) {
    name += ' ';
    name += numbers.Pick(kGivenNames);
  }
  name += ' ';
  name += MakeSurname(numbers);
  return name;
}

std::string AddressOf(const std::string& name, const std::string& domain) {
  std::string address;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      address += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      address += c;
    } else if (c == ' ' && !address.empty()) {
      address += '.';
    }
  }
  return address + '@' + domain;
}

std::vector<detection::Identity> SampleIdentities(std::size_t count) {
  std::vector<detection::Identity> identities;
  identities.reserve(count);
  for (std::size_t i = 0; i < count; ++i) identities.push_back(MakeIdentity(i));
  return identities;
}

}  // namespace namesake::bench
