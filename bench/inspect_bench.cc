// SPDX-License-Identifier: Apache-2.0
// What the engine costs: messages a second on one core, and octets of memory an identity.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <malloc.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/sample_mail.h"
#include "bench/sample_people.h"
#include "detection/identity_lookup.h"
#include "detection/inspect.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"

namespace namesake::bench {
namespace {

// 4,096 messages are 16 MB: more than the caches hold, like mail that comes in from a network.
const std::vector<SampleMessage>& Mail() {
  static const std::vector<SampleMessage> mail = SampleMail(4096);
  return mail;
}

struct Registry {
  detection::Snapshot snapshot;
  double bytes_per_identity = 0;
};

// Built once for each size and kept: a million take seconds.
const Registry& RegistryOf(std::size_t size) {
  static std::map<std::size_t, Registry> registries;
  const auto [found, added] = registries.try_emplace(size);
  if (added) {
    std::vector<detection::Identity> identities = SampleIdentities(size);
    const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    std::size_t text = 0;  // goes from the list into the snapshot
    for (const detection::Identity& identity : identities) {
      text += sizeof identity + identity.name.size() + identity.email.size();
    }
    found->second.snapshot = detection::Snapshot(std::move(identities), {"example.com"});
    const std::size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    found->second.bytes_per_identity =
        static_cast<double>(after + text - before) / static_cast<double>(size);
  }
  return found->second;
}

// Calls `use` with one message after the other and counts them.
template <typename Use>
void ForEachMessage(benchmark::State& state, const Use& use) {
  const std::vector<SampleMessage>& mail = Mail();
  std::size_t next = 0;
  std::size_t octets = 0;
  for ([[maybe_unused]] auto _ : state) {
    use(mail[next]);
    octets += mail[next].header_section.size();
    next = (next + 1) % mail.size();
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(octets));
}

void ReadFields(benchmark::State& state) {
  ForEachMessage(state, [](const SampleMessage& message) {
    benchmark::DoNotOptimize(mail::ReadHeaderSection(message.header_section));
  });
}
BENCHMARK(ReadFields);

void ReadClaims(benchmark::State& state) {
  ForEachMessage(state, [](const SampleMessage& message) {
    const mail::HeaderSection section = mail::ReadHeaderSection(message.header_section);
    benchmark::DoNotOptimize(mail::ReadSenderClaims(section.fields, kAuthservId));
  });
}
BENCHMARK(ReadClaims);

// From the octets to the verdict, as the milter and `namesake scan` do it.
void InspectMessage(benchmark::State& state) {
  const Registry& registry = RegistryOf(static_cast<std::size_t>(state.range(0)));
  std::size_t flagged = 0;
  std::size_t missed = 0;
  ForEachMessage(state, [&](const SampleMessage& message) {
    const mail::HeaderSection section = mail::ReadHeaderSection(message.header_section);
    const mail::SenderClaims claims = mail::ReadSenderClaims(section.fields, kAuthservId);
    const detection::Verdict verdict = detection::Inspect(claims, registry.snapshot);
    if (verdict.flagged()) ++flagged;
    if (message.forged && !verdict.flagged()) ++missed;
  });
  // An engine that sees nothing is fast.
  if (missed > 0) state.SkipWithError("forged mail was not flagged");
  state.counters["flagged_percent"] =
      100.0 * static_cast<double>(flagged) / static_cast<double>(state.iterations());
  state.counters["bytes_per_identity"] = registry.bytes_per_identity;
}
BENCHMARK(InspectMessage)->Arg(100)->Arg(10'000)->Arg(1'000'000);

// ---- The engine alone, without reading ----------------------------------------------------------

// People of a country that has none of the registered names.
constexpr std::array<std::string_view, 12> kStrangers = {
    "Ahuva Ben-Tzvi", "Chukwuemeka Okonkwo", "Thandiwe Mkhize", "Oluwaseun Adebayo",
    "Kwabena Asante", "Nomvula Dlamini",     "Ngozi Chukwu",    "Zsigmond Fekete",
    "Ildikó Szűcs",   "Gwenllian Prydderch", "Llywelyn Bevan",  "Caoimhe Ó Súilleabháin"};

std::vector<mail::SenderClaims> ClaimsOf(std::span<const std::string> headers) {
  std::vector<mail::SenderClaims> claims;
  for (const std::string& header : headers) {
    const mail::HeaderSection section = mail::ReadHeaderSection(header);
    claims.push_back(mail::ReadSenderClaims(section.fields, kAuthservId));
  }
  return claims;
}

void InspectClaims(benchmark::State& state, const std::vector<std::string>& headers, bool flagged) {
  const Registry& registry = RegistryOf(static_cast<std::size_t>(state.range(0)));
  const std::vector<mail::SenderClaims> claims = ClaimsOf(headers);
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : state) {
    if (detection::Inspect(claims[next], registry.snapshot).flagged() != flagged) {
      state.SkipWithError("a message has the wrong verdict");
      return;
    }
    next = (next + 1) % claims.size();
  }
  state.SetItemsProcessed(state.iterations());
}

// The common case: an honest stranger.
void InspectStranger(benchmark::State& state) {
  std::vector<std::string> headers;
  headers.reserve(kStrangers.size());
  for (const std::string_view name : kStrangers) {
    headers.push_back(fmt::format("From: {} <{}@partner.example>\n\n", name, "office"));
  }
  InspectClaims(state, headers, false);
}
BENCHMARK(InspectStranger)->Arg(100)->Arg(10'000)->Arg(1'000'000);

void InspectFlagged(benchmark::State& state) {
  std::vector<std::string> headers;
  for (const detection::Identity& identity : SampleIdentities(100)) {
    headers.push_back(fmt::format("From: \"{}\" <x@evil.example>\n\n", identity.name));
  }
  InspectClaims(state, headers, true);
}
BENCHMARK(InspectFlagged)->Arg(100)->Arg(10'000)->Arg(1'000'000);

void BuildSnapshot(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    std::vector<detection::Identity> identities = SampleIdentities(size);
    state.ResumeTiming();
    benchmark::DoNotOptimize(detection::Snapshot(std::move(identities), {"example.com"}));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BuildSnapshot)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->Iterations(1);

// One entry more, until it can be found.
void AddOne(benchmark::State& state) {
  const Registry& registry = RegistryOf(static_cast<std::size_t>(state.range(0)));
  detection::Identity identity = SampleIdentities(1).front();
  identity.name = "Jane Unprecedented";
  for ([[maybe_unused]] auto _ : state) {
    const detection::Snapshot next =
        registry.snapshot.With({{.id = identity.id.value(), .identity = identity}});
    benchmark::DoNotOptimize(detection::FindShownIdentities(next, identity.name));
  }
}
BENCHMARK(AddOne)->Arg(100)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace namesake::bench
