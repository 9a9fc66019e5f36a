// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::detection {

// One spelling for all addresses of a mailbox whose provider takes several: without dots and tag
// where they count for nothing, with one name for all domains of the provider. Empty elsewhere.
// `normalised` comes from mail::NormaliseAddress.
//
//   CanonicalMailbox("j.doe+shop@googlemail.com") -> "jdoe@gmail.com"
[[nodiscard]] std::string CanonicalMailbox(std::string_view normalised);

}  // namespace namesake::detection
