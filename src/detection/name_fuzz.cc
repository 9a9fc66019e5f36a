// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "detection/identity_lookup.h"
#include "detection/name_match.h"
#include "detection/own_domains.h"
#include "detection/person_name.h"
#include "detection/snapshot.h"
#include "detection/transformation.h"
#include "text/escape.h"
#include "text/utf8.h"

// A registered name, a shown one and a domain, one a line. Whoever is registered is found by his
// own name, which is the nearest layer; and everything can be told in well-formed text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace namesake;
  const std::string input =
      text::RepairUtf8(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::size_t first = input.find('\n');
  const std::size_t second = first == std::string::npos ? first : input.find('\n', first + 1);
  const std::string registered = input.substr(0, first);
  const std::string shown =
      first == std::string::npos ? registered : input.substr(first + 1, second - first - 1);
  const std::string domain = second == std::string::npos ? "" : input.substr(second + 1);

  const detection::Snapshot snapshot(
      {{.id = {}, .name = registered, .email = "sato.taro@example.com"}},
      {"example.com", "meridian-foods.de"});
  const auto own = detection::FindShownIdentities(snapshot, registered);
  const auto words = detection::PrepareName(registered, detection::NameRole::kRegistered);
  if (!words.exact.empty() && !words.clean.empty() && !words.spoken.empty()) {
    if (own.empty()) std::abort();
  }
  for (const detection::ShownIdentity& found : detection::FindShownIdentities(snapshot, shown)) {
    if (found.match.score < 0 || found.match.score > 1) std::abort();
    for (const detection::Transformation& step :
         detection::TransformationsOf(shown, registered, found.match)) {
      if (!text::IsValidUtf8(text::EscapeForDisplay(step.shown))) std::abort();
    }
  }
  static_cast<void>(snapshot.own_domains().FindImitation(domain));
  return 0;
}
