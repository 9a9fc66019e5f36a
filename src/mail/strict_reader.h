// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "mail/mailbox_reader.h"

namespace namesake::mail {

// The mailboxes of a malformed field as GMime reads them, for a second opinion: a program built on
// such a library may show another author than ours. Comments are not kept. About 50 µs a field, so
// it is asked only about fields that are MailboxList::irregular. At most kMaxMailboxes. Safe from
// several threads.
[[nodiscard]] std::vector<Mailbox> ReadMailboxesStrictly(std::string_view body);

}  // namespace namesake::mail
