// SPDX-License-Identifier: Apache-2.0
#include "milter/course.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "milter/action.h"

namespace namesake::milter {
namespace {

Course ForAll(Action action, std::size_t groups) {
  return {.action = action, .of_groups = std::vector<Action>(groups, action)};
}

// What a group gets whose recipients are taken off the message.
Action Apart(Action wanted) noexcept {
  if (Passes(wanted) || wanted == Action::kDiscard) return wanted;
  return Action::kKeep;  // one recipient's mail cannot be refused or held in the queue
}

}  // namespace

Course Combine(std::span<const Action> wanted, bool can_keep) {
  if (wanted.empty()) return {};
  if (std::ranges::find(wanted, Action::kTempfail) != wanted.end()) {
    return ForAll(Action::kTempfail, wanted.size());
  }
  const bool agreed =
      std::ranges::all_of(wanted, [&](Action action) { return action == wanted.front(); });
  if (agreed && wanted.front() != Action::kKeep) return ForAll(wanted.front(), wanted.size());
  Course course;
  for (const Action action : wanted) course.of_groups.push_back(Apart(action));
  const bool keeps = std::ranges::find(course.of_groups, Action::kKeep) != course.of_groups.end();
  if (keeps && !can_keep) return ForAll(Action::kQuarantine, wanted.size());
  // Of those who are left the one counts that says most. With nobody left, the copies are all.
  course.action = keeps ? Action::kKeep : Action::kDiscard;
  bool anybody_left = false;
  for (const Action action : course.of_groups) {
    if (!Passes(action)) continue;
    course.action = anybody_left ? std::max(course.action, action) : action;
    anybody_left = true;
  }
  return course;
}

}  // namespace namesake::milter
