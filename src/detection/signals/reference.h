// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detection/evidence.h"
#include "detection/snapshot.h"

namespace namesake::detection {

[[nodiscard]] inline EntryReference ReferenceTo(const Identity& identity) {
  return {.id = identity.id, .name = identity.name, .email = identity.email};
}

}  // namespace namesake::detection
