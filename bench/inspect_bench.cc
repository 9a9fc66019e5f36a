// SPDX-License-Identifier: Apache-2.0
// What the engine costs: messages a second on one core, and octets of memory an identity.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/sample_mail.h"
#include "bench/sample_people.h"
#include "detection/inspect.h"
#include "detection/snapshot.h"
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
  for (auto _ : state) {
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

}  // namespace
}  // namespace namesake::bench
