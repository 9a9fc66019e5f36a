// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <openssl/rand.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

namespace namesake::base {

void FillRandom(std::span<std::uint8_t> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    std::fputs("namesake: the system has no source of random bytes\n", stderr);
    std::abort();
  }
}

}  // namespace namesake::base
