// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::mail {

// More mailboxes than this in one field are not read: mail programs show a few, and a list of a
// thousand authors is an attack on the reader. MailboxList::truncated says so.
inline constexpr std::size_t kMaxMailboxes = 1000;

// What a reader of the field could show as one author. Everything is decoded, well-formed UTF-8.
struct Mailbox {
  std::string
      display_name;     // phrase before the address, quotes and encoded-words undone; may be empty
  std::string address;  // the addr-spec's text without comments and angle brackets; may be empty
  std::string
      comment;  // text of the comments beside the address, which older programs show as the name

  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

struct MailboxList {
  std::vector<Mailbox> mailboxes;
  // Names of groups ("Sales: a@b, c@d;"), which some programs show in place of their members.
  std::vector<std::string> group_names;
  bool irregular = false;  // a strict reader of RFC 5322 would not have accepted the field
  bool truncated = false;
};

// Reads the body of From, Sender, Reply-To or Resent-From as tolerantly as mail programs do
// (RFC 5322 section 3.4 with its obsolete forms, and what is in the wild): folded lines, comments,
// groups, routes ("<@a,@b:c@d>"), unquoted dots and specials in the name, two angle-addresses,
// none, a missing quote or bracket, encoded-words inside and outside quotes, raw 8-bit. Never
// fails; an unreadable field gives one mailbox with its text as display name and no address. Text
// is never lost: what belongs to no other part stays in a display name.
[[nodiscard]] MailboxList ReadMailboxes(std::string_view body);

}  // namespace namesake::mail
