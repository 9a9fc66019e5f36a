// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "record/message_record.h"

namespace namesake::api {

// What would have avoided the flag of an honest message, as requests that can be sent as they are:
// [{title, method, path, body}], the best first. Empty for a message that was not flagged.
[[nodiscard]] boost::json::array WaysToAvoid(const record::MessageRecord& record);

}  // namespace namesake::api
