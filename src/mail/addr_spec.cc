// SPDX-License-Identifier: Apache-2.0
#include "mail/addr_spec.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "mail/character.h"
#include "text/fold.h"
#include "text/idna.h"
#include "text/utf8.h"

namespace namesake::mail {
namespace {

tl::unexpected<AddrSpecError> Fault(AddrSpecFault fault, std::size_t offset) {
  return tl::unexpected<AddrSpecError>(AddrSpecError{fault, offset});
}

std::size_t FirstIllFormedOctet(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t offset = text.size() - rest.size();
    const std::size_t before = rest.size();
    if (text::TakeCodePoint(rest) == text::kReplacementCharacter && before - rest.size() == 1) {
      return offset;
    }
  }
  return text.size();
}

// A local part that was read, and where the "@" behind it stands.
struct LocalPart {
  std::string text;
  std::size_t end;
};

// Quoted-string of RFC 5321 section 4.1.2, with the UTF-8 of RFC 6531 section 3.3.
tl::expected<LocalPart, AddrSpecError> ReadQuotedLocalPart(std::string_view text) {
  LocalPart local{};
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      local.end = at + 1;
      return local;
    }
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    if (IsControl(text[at])) return Fault(AddrSpecFault::kLocalPartCharacter, at);
    local.text += text[at];
  }
  return Fault(AddrSpecFault::kUnclosedQuote, text.size());
}

// Dot-string of RFC 5321 section 4.1.2.
tl::expected<LocalPart, AddrSpecError> ReadDotString(std::string_view text) {
  std::size_t at = 0;
  for (bool after_dot = true; at < text.size() && text[at] != '@'; ++at) {
    const bool is_dot = text[at] == '.';
    if (is_dot ? after_dot : !IsAtomCharacter(text[at])) {
      return Fault(AddrSpecFault::kLocalPartCharacter, at);
    }
    after_dot = is_dot;
  }
  if (at > 0 && text[at - 1] == '.') return Fault(AddrSpecFault::kLocalPartCharacter, at - 1);
  return LocalPart{std::string(text.substr(0, at)), at};
}

// The inside of "[...]": RFC 5321 section 4.1.3.
bool IsIpAddress(std::string_view literal) {
  constexpr std::string_view kIpv6Tag = "IPv6:";
  int family = AF_INET;
  if (EqualsIgnoringCase(literal.substr(0, kIpv6Tag.size()), kIpv6Tag)) {
    literal.remove_prefix(kIpv6Tag.size());
    family = AF_INET6;
  }
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(family, std::string(literal).c_str(), address.data()) == 1;
}

// RFC 5321 section 4.1.2: a label begins and ends with a letter or digit.
bool HasHyphenAtLabelEnd(std::string_view domain) {
  return domain.starts_with('-') || domain.ends_with('-') ||
         domain.find("-.") != std::string_view::npos || domain.find(".-") != std::string_view::npos;
}

std::optional<AddrSpecError> JudgeDomain(std::string_view domain, std::size_t offset) {
  if (domain.empty()) return AddrSpecError{AddrSpecFault::kEmptyDomain, offset};
  if (domain.starts_with('[')) {
    const bool closed = domain.size() > 2 && domain.ends_with(']');
    if (closed && IsIpAddress(domain.substr(1, domain.size() - 2))) return std::nullopt;
    return AddrSpecError{AddrSpecFault::kAddressLiteral, offset};
  }
  for (std::size_t at = 0; at < domain.size(); ++at) {
    const char c = domain[at];
    if (!IsAsciiLetterOrDigit(c) && c != '-' && c != '.' && !Is8Bit(c)) {
      return AddrSpecError{AddrSpecFault::kDomainCharacter, offset + at};
    }
  }
  if (HasHyphenAtLabelEnd(domain) || domain.ends_with('.') || !text::DomainToAscii(domain)) {
    return AddrSpecError{AddrSpecFault::kDomainForm, offset};
  }
  return std::nullopt;
}

// The place of the last "@" that is not inside quotes; when a quote is left open, of the last one.
std::size_t FindAtSign(std::string_view text) {
  if (text.find('"') == std::string_view::npos) return text.rfind('@');
  bool quoted = false;
  std::size_t found = std::string_view::npos;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && quoted) {
      ++at;
    } else if (text[at] == '"') {
      quoted = !quoted;
    } else if (text[at] == '@' && !quoted) {
      found = at;
    }
  }
  return quoted ? text.rfind('@') : found;
}

std::string Unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  text = text.substr(1, text.size() - 2);
  std::string unquoted;
  unquoted.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    unquoted += text[at];
  }
  return unquoted;
}

std::string NormaliseDomain(std::string_view domain) {
  if (auto ascii = text::DomainToAscii(domain)) return *std::move(ascii);
  return text::FoldCase(domain);
}

// What nearly every address is made of: one pass lowers it, or finds that it needs more thought.
bool NormaliseCommon(std::string_view text, std::string& normalised) {
  normalised.resize(text.size());
  std::size_t at_signs = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '@') {
      ++at_signs;
    } else if (!IsAsciiLetterOrDigit(c) && c != '.' && c != '-' && c != '_' && c != '+' &&
               c != '=') {
      return false;
    }
    normalised[i] = LowerAscii(c);
  }
  return at_signs == 1 && !text.ends_with('.');
}

}  // namespace

std::string_view Describe(AddrSpecFault fault) noexcept {
  switch (fault) {
    case AddrSpecFault::kEmpty:
      return "empty address";
    case AddrSpecFault::kNoAtSign:
      return "no @ sign";
    case AddrSpecFault::kEmptyLocalPart:
      return "nothing before the @ sign";
    case AddrSpecFault::kEmptyDomain:
      return "nothing after the @ sign";
    case AddrSpecFault::kLocalPartCharacter:
      return "a character that is not allowed before the @ sign";
    case AddrSpecFault::kUnclosedQuote:
      return "a quotation mark that is not closed";
    case AddrSpecFault::kDomainCharacter:
      return "a character that is not allowed in a domain name";
    case AddrSpecFault::kDomainForm:
      return "not a domain name";
    case AddrSpecFault::kAddressLiteral:
      return "not an IP address in square brackets";
    case AddrSpecFault::kTooLong:
      return "too long: at most 64 octets before the @ sign and 254 in all";
    case AddrSpecFault::kInvalidUtf8:
      return "not valid UTF-8";
  }
  return "not an address";
}

tl::expected<AddrSpec, AddrSpecError> ParseAddrSpec(std::string_view text) {
  if (text.empty()) return Fault(AddrSpecFault::kEmpty, 0);
  if (!text::IsValidUtf8(text)) {
    return Fault(AddrSpecFault::kInvalidUtf8, FirstIllFormedOctet(text));
  }
  if (text.find('@') == std::string_view::npos) return Fault(AddrSpecFault::kNoAtSign, text.size());
  tl::expected<LocalPart, AddrSpecError> local =
      text.front() == '"' ? ReadQuotedLocalPart(text) : ReadDotString(text);
  if (!local) return tl::unexpected<AddrSpecError>(local.error());
  if (local->text.empty()) return Fault(AddrSpecFault::kEmptyLocalPart, 0);
  if (local->end == text.size()) return Fault(AddrSpecFault::kNoAtSign, text.size());
  if (text[local->end] != '@') return Fault(AddrSpecFault::kLocalPartCharacter, local->end);
  if (local->end > kMaxLocalPartBytes) return Fault(AddrSpecFault::kTooLong, kMaxLocalPartBytes);
  if (text.size() > kMaxAddressBytes) return Fault(AddrSpecFault::kTooLong, kMaxAddressBytes);
  const std::string_view domain = text.substr(local->end + 1);
  if (const auto error = JudgeDomain(domain, local->end + 1)) {
    return tl::unexpected<AddrSpecError>(*error);
  }
  return AddrSpec{std::move(local->text), std::string(domain)};
}

std::optional<AddrSpec> SplitAddress(std::string_view text) {
  const std::size_t at_sign = FindAtSign(text);
  if (at_sign == std::string_view::npos) return std::nullopt;
  return AddrSpec{Unquote(text.substr(0, at_sign)), std::string(text.substr(at_sign + 1))};
}

std::string NormaliseAddress(std::string_view text) {
  std::string normalised;
  if (NormaliseCommon(text, normalised)) return normalised;
  const std::optional<AddrSpec> split = SplitAddress(text);
  if (!split) return text::FoldCase(text);
  return text::FoldCase(split->local_part) + "@" + NormaliseDomain(split->domain);
}

}  // namespace namesake::mail
