// SPDX-License-Identifier: Apache-2.0
#include "detection/known_domains.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "text/idna.h"

namespace namesake::detection {

std::set<std::string, std::less<>> ReadDomainList(std::string_view list) {
  std::set<std::string, std::less<>> domains;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view name = list.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (auto domain = text::DomainToAscii(name)) domains.insert(*std::move(domain));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return domains;
}

}  // namespace namesake::detection
