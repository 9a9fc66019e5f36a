// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/digest.h"
#include "registry/account.h"

namespace namesake::registry {

// Requests that a credential has made in a window of time.
struct Usage {
  AccountId account;          // that the credential is of
  base::Sha256 credential{};  // its hash
  base::Time window;          // when it began
  std::uint64_t requests = 0;

  friend bool operator==(const Usage&, const Usage&) = default;
};

}  // namespace namesake::registry
