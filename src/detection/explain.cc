// SPDX-License-Identifier: Apache-2.0
#include "detection/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/name_match.h"
#include "detection/own_domains.h"
#include "detection/signals/context.h"
#include "detection/transformation.h"
#include "detection/variant_match.h"
#include "mail/sender_claims.h"
#include "text/escape.h"
#include "text/idna.h"

namespace namesake::detection {
namespace {

constexpr std::size_t kShownCharacters = 80;  // of a value in a sentence
constexpr std::size_t kToldSteps = 4;         // a reader stops there; the data has all

std::string Shown(std::string_view text) { return text::EscapeForDisplay(text, kShownCharacters); }

std::string Quoted(std::string_view text) { return fmt::format("\"{}\"", Shown(text)); }

std::string_view DomainOf(const mail::Claim& claim) {
  return std::string_view(claim.normalised).substr(claim.normalised.rfind('@') + 1);
}

// "a, b and c"
std::string Listed(const std::vector<std::string>& parts) {
  std::string listed;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) listed += i + 1 == parts.size() ? " and " : ", ";
    listed += parts[i];
  }
  return listed;
}

std::string TellCharacters(const Transformation& step) {
  return step.code_points.empty() ? std::string() : text::DescribeCodePoint(step.code_points[0]);
}

// What one step did, to follow "with".
std::string Tell(const Transformation& step) {
  switch (step.step) {
    case Step::kInvisible:
    case Step::kConfusable:
      return step.code_points.empty() ? "look-alike characters" : TellCharacters(step);
    case Step::kMark:
      return step.code_points.empty() ? "its marks left out" : TellCharacters(step);
    case Step::kStyle:
      return TellCharacters(step);
    case Step::kDirection:
      return "its letters stored backwards";
    case Step::kInitial:
      return fmt::format("the initial {} for {}", Quoted(step.shown), Quoted(step.registered));
    case Step::kNickname:
      return fmt::format("{}, a form of {}", Quoted(step.shown), Quoted(step.registered));
    case Step::kSpelling:
      return fmt::format("{}, another spelling of {}", Quoted(step.shown), Quoted(step.registered));
    case Step::kTransliteration:
      return fmt::format("{}, as {} is written in other letters", Quoted(step.shown),
                         Quoted(step.registered));
    case Step::kWrittenOut:
      return fmt::format("{}, which writes out {}", Quoted(step.shown), Quoted(step.registered));
    case Step::kPlural:
    case Step::kTypo:
      return fmt::format("{} in place of {}", Quoted(step.shown), Quoted(step.registered));
    case Step::kMissingWord:
      return fmt::format("{} left out", Quoted(step.registered));
    case Step::kAddedWord:
    case Step::kCase:
    case Step::kOrder:
    case Step::kSpacing:
      return "";
  }
  return "";
}

// " with Cyrillic о (U+043E), with "dr ceo" added"; empty for a name shown as it is registered.
std::string HowWritten(const std::vector<Transformation>& steps) {
  std::vector<std::string> told;
  std::string added;
  for (const Transformation& step : steps) {
    if (step.step == Step::kAddedWord && added.size() < kShownCharacters) {
      added += (added.empty() ? "" : " ") + step.shown;
    }
    std::string one = Tell(step);
    if (!one.empty() && told.size() < kToldSteps && std::ranges::find(told, one) == told.end()) {
      told.push_back(std::move(one));
    }
  }
  std::string how = told.empty() ? std::string() : " with " + Listed(told);
  if (!added.empty()) how += fmt::format(", with {} added", Quoted(added));
  return how;
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

std::string ExplainShownName(const mail::Claim& claim, const ShownIdentity& shown,
                             const std::vector<Transformation>& steps) {
  const std::string& registered = shown.identity->identity.name;
  const std::string doubt =
      shown.match.doubt == Doubt::kOtherPerson ? ", though it may be another person's" : "";
  return fmt::format("{}{} shows the registered name {}{}{}; {}.", Quoted(claim.display_name),
                     InField(claim.field), Quoted(registered), HowWritten(steps), doubt,
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

std::string ExplainLookalikeAddress(const mail::Claim& claim, const Identity& identity) {
  return fmt::format("{}{} spells the registered name {} and is not its address.",
                     Shown(claim.address), InField(claim.field), Quoted(identity.name));
}

std::string ExplainLookalikeDomain(const mail::Claim& claim, const DomainImitation& imitation) {
  const std::string domain = Shown(text::DomainToUnicode(DomainOf(claim)));
  const std::string own = Shown(imitation.own);
  std::string_view how;
  switch (imitation.disguise) {
    case DomainDisguise::kInside:
      how = "begins like";
      break;
    case DomainDisguise::kConfusable:
      how = "looks like";
      break;
    case DomainDisguise::kTypo:
      how = "is a slip of the pen from";
      break;
    case DomainDisguise::kTopLevel:
      how = "differs only in its ending from";
      break;
    case DomainDisguise::kAffix:
      how = "adds a word to";
      break;
    case DomainDisguise::kLabel:
      how = "borrows the name of";
      break;
  }
  return fmt::format("{}{} {} {}, a domain of this account.", domain, InField(claim.field), how,
                     own);
}

std::string ExplainBlocked(const mail::SenderClaims& claims, std::string_view pattern) {
  return fmt::format("{} is from a sender whom the administrator has blocked by {}.",
                     Quoted(claims.from), Quoted(pattern));
}

std::string ExplainReplyTo(const mail::Claim& reply_to, const Identity& identity) {
  return fmt::format("By From the mail is from {}, but an answer goes to {}.",
                     Quoted(identity.name), Shown(reply_to.address));
}

std::string ExplainAuthentication(const mail::Claim& claim, const Identity& identity, Proof proof) {
  const std::string_view domain = DomainOf(claim);
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
