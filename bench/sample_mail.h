// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace namesake::bench {

// The service whose Authentication-Results the messages carry.
inline constexpr const char* kAuthservId = "mx.example.com";

struct SampleMessage {
  std::string header_section;
  bool forged = false;  // shows a registered name or address from elsewhere
};

// Header sections as a mail server gets them: about 25 to 60 fields in 3 to 5 KB, with the trace,
// signatures and list fields of newsletters, notifications and people. Nine in ten come from
// strangers, some from the first hundred of SampleIdentities, and one in twenty-five shows a name
// of theirs from elsewhere, in several disguises. Number i is the same whatever `count` is.
[[nodiscard]] std::vector<SampleMessage> SampleMail(std::size_t count);

}  // namespace namesake::bench
