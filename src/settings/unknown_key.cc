// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "settings/check.h"
#include "settings/settings.h"

namespace namesake::settings {
namespace {

// Levenshtein's distance, one row at a time.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string_view LastPart(std::string_view key) { return key.substr(key.rfind('.') + 1); }

// Somebody who forgets or mistakes the table has written the last part well.
std::size_t Distance(std::string_view written, std::string_view known) {
  if (LastPart(written) == LastPart(known)) return 1;
  return EditDistance(written, known);
}

}  // namespace

std::string UnknownKey(std::string_view key) {
  const auto table = Table();
  const auto nearest =
      std::min_element(table.begin(), table.end(), [&](const Setting& a, const Setting& b) {
        return Distance(key, a.key) < Distance(key, b.key);
      });
  const std::size_t tolerated = std::max<std::size_t>(2, key.size() / 3);
  if (Distance(key, nearest->key) > tolerated) {
    return fmt::format("there is no setting {}; --print-defaults shows all", key);
  }
  return fmt::format("there is no setting {}, the nearest is {}", key, nearest->key);
}

}  // namespace namesake::settings
