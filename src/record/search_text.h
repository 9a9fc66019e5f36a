// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/message_record.h"

namespace namesake::record {

// What a search looks into, for every store alike. All without case (text::FoldCase).

// A list as one text in which an item is found with its neighbours: "\na\nb\n", "" for none. What
// is in it may have no line feed; one becomes a space.
[[nodiscard]] std::string JoinList(const std::vector<std::string>& list);
[[nodiscard]] std::vector<std::string> SplitList(std::string_view text);

// The addresses of From, Reply-To and the envelope's sender; those of the recipients, To and Cc;
// everything that a search term may be in.
[[nodiscard]] std::string SendersOf(const MessageRecord& record);
[[nodiscard]] std::string RecipientsOf(const MessageRecord& record);
[[nodiscard]] std::string SearchTextOf(const MessageRecord& record);

// What to look for in the first two: an address, or a domain of one.
[[nodiscard]] std::string ListItem(std::string_view address_or_domain);

// What to look for in the list of reasons, and in the findings for a registry entry: text of a mail
// cannot have a quotation mark there without a backslash before it.
[[nodiscard]] std::string ReasonItem(std::string_view reason);
[[nodiscard]] std::string EntryItem(std::string_view entry_id);

// Held, by the mail server as far as is known, or by us.
[[nodiscard]] bool IsQuarantined(const MessageRecord& record) noexcept;

}  // namespace namesake::record
