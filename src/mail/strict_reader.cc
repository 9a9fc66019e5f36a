// SPDX-License-Identifier: Apache-2.0
#include "mail/strict_reader.h"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mail/mailbox_reader.h"
#include "text/utf8.h"

namespace namesake::mail {
namespace {

struct Unref {
  void operator()(InternetAddressList* list) const noexcept { g_object_unref(list); }
};

std::string Text(const char* text) {
  return text == nullptr ? std::string() : text::RepairUtf8(text);
}

void Append(InternetAddressList* list, std::vector<Mailbox>& mailboxes) {
  const int count = internet_address_list_length(list);
  for (int i = 0; i < count && mailboxes.size() < kMaxMailboxes; ++i) {
    InternetAddress* const address = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(address)) {
      Append(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)), mailboxes);
    } else if (INTERNET_ADDRESS_IS_MAILBOX(address)) {
      mailboxes.push_back(
          {.display_name = Text(internet_address_get_name(address)),
           .address = Text(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address))),
           .comment = {}});
    }
  }
}

}  // namespace

std::vector<Mailbox> ReadMailboxesStrictly(std::string_view body) {
  static std::once_flag initialised;
  std::call_once(initialised, g_mime_init);
  std::vector<Mailbox> mailboxes;
  // GMime reads C strings: what is behind a NUL does not exist for it, as for many other programs.
  const std::unique_ptr<InternetAddressList, Unref> list(
      internet_address_list_parse(nullptr, std::string(body).c_str()));
  if (list) Append(list.get(), mailboxes);
  return mailboxes;
}

}  // namespace namesake::mail
