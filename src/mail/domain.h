// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::mail {

// The organizational domain (RFC 7489 section 3.2): the public suffix and one label, by the Public
// Suffix List. `domain` in the ASCII form of text::DomainToAscii. A public suffix itself, or a name
// without a dot, is returned as it is. Safe from several threads.
//
//   OrganizationalDomain("mail.example.co.uk") -> "example.co.uk"
[[nodiscard]] std::string OrganizationalDomain(std::string_view domain);

// True when `domain` is `parent` or a name below it. Both in ASCII form.
[[nodiscard]] bool IsSameOrBelow(std::string_view domain, std::string_view parent) noexcept;

}  // namespace namesake::mail
