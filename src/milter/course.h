// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "milter/action.h"

namespace namesake::milter {

// What becomes of one message that groups of recipients share. A mail server does one thing with a
// message; where the groups want different ones, those for whom it must not pass are taken off and
// have their copy in the store.
struct Course {
  Action action = Action::kAccept;  // of the message itself, for those who are left
  std::vector<Action> of_groups;    // what each group gets, in their order

  friend bool operator==(const Course&, const Course&) = default;
};

// `wanted`: of each group, what its account wants. Nobody's wish is softened, and nothing is lost
// but what all who would get it want discarded: where a copy cannot be kept (`can_keep`), all of
// the message is quarantined; where one has to wait, all do.
[[nodiscard]] Course Combine(std::span<const Action> wanted, bool can_keep);

}  // namespace namesake::milter
