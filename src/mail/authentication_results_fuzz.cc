// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mail/authentication_results.h"
#include "mail/header_section.h"

// Any header section gives results, and none when nobody is trusted. What arrives below our own
// fields changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace namesake::mail;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const HeaderSection section = ReadHeaderSection(input);
  if (ReadAuthenticationResults(section.fields, "") != AuthenticationResults()) std::abort();
  static_cast<void>(ReadAuthenticationResults(section.fields, "mx.example.com, mail.example.com"));

  const std::string ours =
      "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com; spf=none; "
      "dkim=none; arc=none\n";
  const HeaderSection alone = ReadHeaderSection(ours);
  const std::string arrived = ours + "Received: by elsewhere.example\n" + std::string(input);
  const HeaderSection with = ReadHeaderSection(arrived);
  if (ReadAuthenticationResults(with.fields, "mx.example.com") !=
      ReadAuthenticationResults(alone.fields, "mx.example.com")) {
    std::abort();
  }
  return 0;
}
