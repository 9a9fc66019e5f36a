// SPDX-License-Identifier: Apache-2.0
#include "detection/explain.h"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detection/identity_lookup.h"
#include "detection/name_match.h"
#include "detection/person_name.h"
#include "detection/segment.h"
#include "detection/signals/context.h"
#include "mail/sender_claims.h"
#include "text/escape.h"
#include "text/utf8.h"

namespace namesake::detection {
namespace {

constexpr std::size_t kShownCharacters = 80;  // of a value in a sentence

std::string Shown(std::string_view text) { return text::EscapeForDisplay(text, kShownCharacters); }

std::string Quoted(std::string_view text) { return fmt::format("\"{}\"", Shown(text)); }

// The first character beyond ASCII that the registered name does not have: the odd one.
std::optional<char32_t> OddCharacter(std::string_view shown, std::string_view registered) {
  while (!shown.empty()) {
    const std::string_view before = shown;
    const char32_t c = text::TakeCodePoint(shown);
    const std::string_view bytes = before.substr(0, before.size() - shown.size());
    if (c >= 0x80 && registered.find(bytes) == std::string_view::npos) return c;
  }
  return std::nullopt;
}

std::string HowWritten(Layer form, std::string_view shown, std::string_view registered) {
  if (form == Layer::kExact) return "";
  if (const auto odd = OddCharacter(shown, registered)) {
    return fmt::format(" with {}", text::DescribeCodePoint(*odd));
  }
  return form == Layer::kCleaned ? " without its marks" : " with look-alike characters";
}

std::string AddedWords(const mail::Claim& claim, const NameMatch& match) {
  const PreparedName name = PrepareName(claim.display_name, NameRole::kShown);
  std::string words;
  for (const std::size_t place : match.added) {
    if (place >= name.clean.size() || words.size() > kShownCharacters) break;
    words += (words.empty() ? "" : " ") + name.clean[place];
  }
  return fmt::format(", with {} added", Quoted(words));
}

std::string NotItsAddress(const mail::Claim& claim, const CompiledIdentity& compiled) {
  if (claim.address.empty()) return "it comes without an address";
  const std::string address = Shown(claim.address);
  if (compiled.identity.is_email_regex) {
    return fmt::format("{} does not match its address pattern", address);
  }
  const std::size_t addresses = compiled.addresses.literals().size();
  if (addresses == 1) return fmt::format("{} is not its address", address);
  return fmt::format("{} is not one of its {} addresses", address, addresses);
}

// Readers look at From; another field is worth saying.
std::string InField(mail::AuthorField field) {
  if (field == mail::AuthorField::kFrom) return "";
  return fmt::format(" in {}", mail::FieldName(field));
}

}  // namespace

std::string ExplainShownName(const mail::Claim& claim, const ShownIdentity& shown) {
  const std::string& registered = shown.identity->identity.name;
  const std::string how = HowWritten(shown.match.form, claim.display_name, registered);
  const std::string added =
      shown.match.layer == Layer::kDecorated ? AddedWords(claim, shown.match) : "";
  return fmt::format("{}{} shows the registered name {}{}{}; {}.", Quoted(claim.display_name),
                     InField(claim.field), Quoted(registered), how, added,
                     NotItsAddress(claim, *shown.identity));
}

std::string ExplainAddressInName(const mail::Claim& claim, std::string_view address,
                                 const Identity& identity) {
  const std::string origin = claim.address.empty()
                                 ? std::string("no address is given")
                                 : fmt::format("the address given is {}", Shown(claim.address));
  return fmt::format("{} in the display name{} is an address of {}; {}.", Quoted(address),
                     InField(claim.field), Quoted(identity.name), origin);
}

std::string ExplainAuthentication(const mail::Claim& claim, const Identity& identity, Proof proof) {
  const std::string_view domain =
      std::string_view(claim.normalised).substr(claim.normalised.rfind('@') + 1);
  const std::string finding =
      proof == Proof::kFailed
          ? fmt::format("DMARC failed for {}: its domain did not send this mail", Shown(domain))
          : fmt::format("nothing proves that {} sent this mail", Shown(domain));
  return fmt::format("{} is an address of {}, but {}.", Shown(claim.address), Quoted(identity.name),
                     finding);
}

std::string ExplainAmbiguity(const mail::Claim& bearer, const Identity& identity,
                             const mail::Claim& stranger) {
  const std::string& other = stranger.address.empty() ? stranger.display_name : stranger.address;
  return fmt::format(
      "The mail names several authors: {} with the registered address {}, and {}; mail programs "
      "differ in which they show.",
      Quoted(identity.name), Shown(bearer.address), Quoted(other));
}

}  // namespace namesake::detection
