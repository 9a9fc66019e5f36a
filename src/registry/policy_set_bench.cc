// SPDX-License-Identifier: Apache-2.0
// What an administrator's lists cost: each message that is compared with them, and each change.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/policy.h"
#include "registry/policy_set.h"

namespace namesake::registry {
namespace {

Policy MakePolicy(std::size_t number, PatternType type, std::string pattern, bool is_regex) {
  Policy policy;
  policy.id = base::MakeUuidV7(base::Time(std::chrono::microseconds(number)));
  policy.rule = BlockedSender{.pattern_type = type};
  policy.pattern = std::move(pattern);
  policy.is_regex = is_regex;
  return policy;
}

// Addresses, domains and networks in turn.
Policy Literal(std::size_t number) {
  switch (number % 3) {
    case 0:
      return MakePolicy(number, PatternType::kEmail, fmt::format("sender{}@a.example", number),
                        false);
    case 1:
      return MakePolicy(number, PatternType::kDomain, fmt::format("domain{}.example", number),
                        false);
    default:
      break;
  }
  return MakePolicy(number, PatternType::kIp,
                    fmt::format("203.{}.{}.0/24", number / 256 % 256, number % 256), false);
}

Policy Regex(std::size_t number) {
  return MakePolicy(number, PatternType::kEmail,
                    fmt::format("(promo|offer)-?{}\\+?\\w*@.*\\.example", number), true);
}

std::vector<Policy> Policies(Policy (*make)(std::size_t), std::int64_t count) {
  std::vector<Policy> policies;
  policies.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) policies.push_back(make(static_cast<std::size_t>(i)));
  return policies;
}

// A message that nothing matches: the most expensive kind, and nearly all mail.
PolicySubject Subject() {
  PolicySubject subject;
  subject.header_senders = {"jane.doe@mail.partner.test"};
  subject.envelope_sender = "bounces+123@mail.partner.test";
  subject.recipients = {"john.doe@example.com"};
  subject.client_ip = "192.0.2.25";
  return subject;
}

void Match(benchmark::State& state, Policy (*make)(std::size_t)) {
  const PolicySet set(Policies(make, state.range(0)));
  const PolicySubject subject = Subject();
  for (auto _ : state) {
    benchmark::DoNotOptimize(set.Match(subject));
  }
}
BENCHMARK_CAPTURE(Match, literals, Literal)->Arg(10)->Arg(1'000)->Arg(50'000);
BENCHMARK_CAPTURE(Match, regular_expressions, Regex)->Arg(10)->Arg(100)->Arg(1'000);

void Change(benchmark::State& state) {
  const PolicySet set(Policies(Literal, state.range(0)));
  const Policy policy = Literal(static_cast<std::size_t>(state.range(0)) + 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(set.With({{policy.id, policy}}));
  }
}
BENCHMARK(Change)->Arg(10)->Arg(1'000)->Arg(50'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace namesake::registry
