// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace namesake::mail {

// RFC 5321 section 4.5.3.1: 64 octets of local part, 255 of domain, 254 of the whole address
// (256 of path less the angle brackets; RFC 3696 erratum 1690).
inline constexpr std::size_t kMaxLocalPartBytes = 64;
inline constexpr std::size_t kMaxAddressBytes = 254;

// Why a text is not one addr-spec.
enum class AddrSpecFault {
  kEmpty,
  kNoAtSign,
  kEmptyLocalPart,
  kEmptyDomain,
  kLocalPartCharacter,  // a character that needs quoting, or a dot at an end or doubled
  kUnclosedQuote,
  kDomainCharacter,
  kDomainForm,      // empty label, over-long label, not IDNA
  kAddressLiteral,  // [..] that is no IP address
  kTooLong,
  kInvalidUtf8,
};

struct AddrSpecError {
  AddrSpecFault fault;
  std::size_t offset;  // octets from the start of the text, where reading stopped

  friend bool operator==(const AddrSpecError&, const AddrSpecError&) = default;
};

// One line for a person: "no @ sign". No offset in it.
[[nodiscard]] std::string_view Describe(AddrSpecFault fault) noexcept;

// An addr-spec (RFC 5322 section 3.4.1), local part unquoted, both parts UTF-8 as written.
struct AddrSpec {
  std::string local_part;
  std::string domain;

  friend bool operator==(const AddrSpec&, const AddrSpec&) = default;
};

// Strict reading for what an administrator types: Mailbox of RFC 5321 section 4.1.2 with the
// internationalised local parts and domains of RFC 6531 section 3.3; dot-string or quoted-string,
// domain (one label is enough: "root@localhost") or address literal. No comments, no white space,
// no display name.
//
//   ParseAddrSpec("jane@example.com")  -> {"jane", "example.com"}
//   ParseAddrSpec("jane@@example.com") -> kDomainCharacter at 5
[[nodiscard]] tl::expected<AddrSpec, AddrSpecError> ParseAddrSpec(std::string_view text);

// Splits at the last @ outside quotes, without judging the parts; nullopt without an @. For
// addresses from mail, where anything occurs.
[[nodiscard]] std::optional<AddrSpec> SplitAddress(std::string_view text);

// The form in which two addresses are compared: local part unquoted and case-folded (NFKC_Casefold
// when it is not ASCII), "@", domain as ASCII by UTS #46 (as written in lower case when it is not a
// domain name). Never fails. "JANE@Example.COM." -> "jane@example.com".
[[nodiscard]] std::string NormaliseAddress(std::string_view text);

}  // namespace namesake::mail
