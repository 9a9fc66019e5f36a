// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/expected.h"
#include "record/courier.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::api {

// What a decision about a held message works with.
struct ReleaseDesk {
  record::RecordStore& records;
  record::Courier& courier;
  const base::Clock& clock;
  std::string requested_by;
};

enum class Released {
  kDelivered,
  kUnknown,   // there is no such message
  kNotHeld,   // it is not ours to release (any more)
  kUnderWay,  // somebody else is releasing it just now
  kNotKept,   // its octets are gone
  kRefused,   // by the mail server; it is held as before
};

struct ReleaseOutcome {
  Released released = Released::kUnknown;
  record::MessageRecord record;  // of all but kUnknown
  std::string status;            // for a person
};

// Delivers a held message to the recipients whose copy it is. Of several who ask at the same time
// one does it, and who asks again later finds it done: it is delivered once. Only when this process
// ends between the mail server's reply and our note of it can it happen that a later release,
// minutes after, delivers it again: rather twice than never. Written to the message's log.
// `operation` and `destination` are what the log calls it.
[[nodiscard]] base::Expected<ReleaseOutcome> ReleaseMessage(const ReleaseDesk& desk,
                                                            const registry::AccountId& account,
                                                            std::string_view id,
                                                            std::string_view operation,
                                                            std::string_view destination);

// Throws a held message away, for good. kDelivered says that it was done.
[[nodiscard]] base::Expected<ReleaseOutcome> DropMessage(const ReleaseDesk& desk,
                                                         const registry::AccountId& account,
                                                         std::string_view id,
                                                         std::string_view destination);

}  // namespace namesake::api
