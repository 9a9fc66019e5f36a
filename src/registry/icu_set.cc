// SPDX-License-Identifier: Apache-2.0
#include "registry/icu_set.h"

#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/utypes.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "registry/code_point_set.h"

namespace namesake::registry {

CodePointSet SetWithValue(int property, std::int32_t value) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet set;
  set.applyIntPropertyValue(static_cast<UProperty>(property), value, status);
  std::vector<CodePointRange> ranges;
  ranges.reserve(static_cast<std::size_t>(set.getRangeCount()));
  for (int32_t i = 0; i < set.getRangeCount(); ++i) {
    ranges.push_back(
        {static_cast<char32_t>(set.getRangeStart(i)), static_cast<char32_t>(set.getRangeEnd(i))});
  }
  return CodePointSet(std::move(ranges));
}

}  // namespace namesake::registry
