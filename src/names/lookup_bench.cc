// SPDX-License-Identifier: Apache-2.0
// What a look-up costs: the engine makes dozens for every message.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "names/given_name.h"
#include "names/nickname.h"
#include "names/romanisation.h"
#include "names/service.h"
#include "names/surname.h"
#include "names/title.h"

namespace namesake::names {
namespace {

// Half of them are in no table.
constexpr auto kWords = std::to_array<std::string_view>(
    {"robert", "jonh", "xiaoming", "mueller", "bob", "cheung", "helpdesk", "quetzalcoatl",
     "alexander", "smith", "mohammed", "newsletter", "de", "okonkwo", "van", "zzyzx"});
constexpr auto kDomains = std::to_array<std::string_view>(
    {"gmail.com", "example.com", "na4.docusign.net", "mail.example.co.uk", "hotmail.co.uk",
     "bounce.mail.example.org", "docs.google.com", "example.de"});

template <typename Lookup, std::size_t kCount>
void Run(benchmark::State& state, const std::array<std::string_view, kCount>& keys, Lookup lookup) {
  benchmark::DoNotOptimize(lookup(keys[0]));  // some tables are made when they are first asked
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(lookup(keys[next]));
    next = (next + 1) % kCount;
  }
}

void GivenName(benchmark::State& state) { Run(state, kWords, IsGivenName); }
BENCHMARK(GivenName);

void Surname(benchmark::State& state) { Run(state, kWords, IsSurname); }
BENCHMARK(Surname);

void Nickname(benchmark::State& state) { Run(state, kWords, RelatedGivenNames); }
BENCHMARK(Nickname);

void ChineseSurname(benchmark::State& state) { Run(state, kWords, ChineseSurnameSpellings); }
BENCHMARK(ChineseSurname);

void ArabicName(benchmark::State& state) { Run(state, kWords, ArabicNamesOf); }
BENCHMARK(ArabicName);

void Role(benchmark::State& state) { Run(state, kWords, RolesOf); }
BENCHMARK(Role);

void CommonWord(benchmark::State& state) { Run(state, kWords, IsCommonWord); }
BENCHMARK(CommonWord);

void FreeMailer(benchmark::State& state) { Run(state, kDomains, IsFreeMailer); }
BENCHMARK(FreeMailer);

void Service(benchmark::State& state) {
  Run(state, kDomains, [](std::string_view domain) { return FindService(domain); });
}
BENCHMARK(Service);

}  // namespace
}  // namespace namesake::names
