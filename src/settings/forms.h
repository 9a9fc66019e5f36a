// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace namesake::settings {

// Which texts a setting accepts (Setting::accepts). They judge the form alone: whether an address
// is this machine's or a file is there shows when it is used. Private to this folder.

[[nodiscard]] bool IsNotEmpty(std::string_view text) noexcept;

// "127.0.0.1:8787", "[::1]:8787", "localhost:0"
[[nodiscard]] bool IsAddressAndPort(std::string_view text) noexcept;

// "LIS"
[[nodiscard]] bool IsNodeName(std::string_view text) noexcept;

// What libmilter calls a connection: "inet:8891@127.0.0.1", "inet6:8891@::1", "unix:/run/x.sock".
[[nodiscard]] bool IsMilterSocket(std::string_view text) noexcept;

// "0660": up to four octal digits, no set-id or sticky bit.
[[nodiscard]] bool IsFileMode(std::string_view text) noexcept;

// "127.0.0.1:10025" as IsAddressAndPort, or the empty text.
[[nodiscard]] bool IsServerOrEmpty(std::string_view text) noexcept;

[[nodiscard]] bool IsAccountIdOrEmpty(std::string_view text) noexcept;

// "mx1.example.com, mx2.example.com"; the empty text has no names and is accepted.
[[nodiscard]] bool IsNameList(std::string_view text) noexcept;

// The text of an SMTP reply: printable ASCII in one line. Without %, which mail servers take for
// the start of an expansion, and short enough for a line of 512 octets (RFC 5321
// section 4.5.3.1.5).
[[nodiscard]] bool IsReplyText(std::string_view text) noexcept;

}  // namespace namesake::settings
