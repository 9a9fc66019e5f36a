// SPDX-License-Identifier: Apache-2.0
// A pattern, a line feed, an address: compiling and matching end soon, whatever they are.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "registry/entry.h"
#include "registry/pattern.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace namesake;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view text = input.substr(0, line);
  if (text.size() > registry::kMaxEmailBytes) return 0;
  const auto pattern = registry::Pattern::Compile(text);
  if (!pattern) {
    if (pattern.error().offset > text::CountCodePoints(text)) std::abort();
    return 0;
  }
  const std::string address = text::RepairUtf8(
      line == std::string_view::npos ? std::string_view() : input.substr(line + 1));
  const bool matches = pattern->Matches(address);
  if (pattern->Matches(address) != matches) std::abort();
  return 0;
}
