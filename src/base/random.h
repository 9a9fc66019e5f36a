// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace namesake::base {

// Fills `bytes` from the operating system's generator, good enough for secrets. Ends the program
// when the system has none (OpenSSL reports failure): no caller could go on safely.
// Safe from several threads; about 100 ns a call, so ask once for all the bytes you need.
void FillRandom(std::span<std::uint8_t> bytes);

}  // namespace namesake::base
