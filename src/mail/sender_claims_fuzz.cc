// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "text/utf8.h"

// Any octets give claims, all of them well-formed UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace namesake;
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const mail::HeaderSection section = mail::ReadHeaderSection(message);
  const mail::SenderClaims claims = mail::ReadSenderClaims(section.fields, "mx.example.com");
  for (const mail::Claim& claim : claims.claims) {
    if (!text::IsValidUtf8(claim.display_name) || !text::IsValidUtf8(claim.address) ||
        !text::IsValidUtf8(claim.normalised)) {
      std::abort();
    }
  }
  return 0;
}
