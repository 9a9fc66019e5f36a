// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"

namespace namesake::report {

// A record as the Message of /investigate. What a filter cannot know is null.
[[nodiscard]] boost::json::object MessageObject(const record::MessageRecord& record,
                                                const std::vector<record::RecordedAction>& actions);

// Of it: under which id the mail server had the message; its own id where no server did.
[[nodiscard]] std::string_view PostfixId(const record::MessageRecord& record);

// The findings, as in the answer of POST …/scan.
[[nodiscard]] boost::json::value FindingsValue(const record::MessageRecord& record);

// null for the empty text.
[[nodiscard]] boost::json::value OrNull(std::string_view text);

// RFC 3339.
[[nodiscard]] boost::json::value TimeValue(base::Time time);

}  // namespace namesake::report
