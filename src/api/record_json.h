// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "record/message_record.h"

namespace namesake::api {

// The Detections of one message.
[[nodiscard]] boost::json::object DetectionsObject(const record::MessageRecord& record);

// ActionEntry.
[[nodiscard]] boost::json::object ActionObject(const record::RecordedAction& action);

// The way of the message as lines of text: {inbound, outbound}.
[[nodiscard]] boost::json::object TraceObject(const record::MessageRecord& record,
                                              const std::vector<record::RecordedAction>& actions);

}  // namespace namesake::api
