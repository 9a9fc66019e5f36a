// SPDX-License-Identifier: Apache-2.0
#include "api/address_trial.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "api/body_decoder.h"
#include "api/call.h"
#include "api/entry_json.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/json_body.h"
#include "mail/addr_spec.h"
#include "registry/address_rule.h"
#include "registry/entry.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxAddresses = 100;

struct Trial {
  std::string email = {};
  bool is_email_regex = false;
  std::vector<std::string> addresses = {};
};

std::vector<std::string> DecodeAddresses(const json::object& body, BodyDecoder& decoder) {
  std::vector<std::string> addresses;
  const json::value* const value = body.if_contains("addresses");
  const json::array* const list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr || list->empty() || list->size() > kMaxAddresses) {
    decoder.Wrong("addresses", fmt::format("must be a list of 1 to {} addresses", kMaxAddresses));
    return addresses;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::string* const text = (*list)[i].if_string();
    addresses.emplace_back(text == nullptr ? std::string() : std::string(*text));
    if (const auto address = mail::ParseAddrSpec(addresses.back()); !address) {
      decoder.Add({InvalidValue(
          fmt::format("/addresses/{}", i),
          fmt::format("not an e-mail address: {} at character {}",
                      mail::Describe(address.error().fault), address.error().offset + 1))});
    }
  }
  return addresses;
}

Checked<Trial> DecodeTrial(const json::object& body) {
  BodyDecoder decoder(body, Completeness::kWhole);
  const auto email = decoder.RequiredText("email", registry::kMaxEmailBytes);
  const auto is_email_regex = decoder.RequiredBool("is_email_regex");
  Trial trial{.addresses = DecodeAddresses(body, decoder)};
  if (email && is_email_regex) {
    decoder.Add(CheckEmail(*email, *is_email_regex));
    trial.email = *email;
    trial.is_email_regex = *is_email_regex;
  }
  if (auto problems = decoder.TakeProblems(); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  return trial;
}

json::object Outcome(const Trial& trial) {
  // DecodeTrial has compiled it once, so this cannot fail.
  const registry::AddressRule rule =
      registry::AddressRule::Compile(trial.email, trial.is_email_regex).value();
  json::array list;
  for (const std::string& address : trial.addresses) {
    list.push_back(json::object{{"address", address},
                                {"matches", rule.Matches(mail::NormaliseAddress(address))}});
  }
  return {{"addresses", std::move(list)}};
}

}  // namespace

void AddressTrial::Run(const CallPointer& call) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  // A hundred runs of a slow pattern are not an event loop's work.
  const bool posted = context_.workers.Post([call, body = *body] {
    const auto trial = DecodeTrial(body);
    if (!trial) return call->Answer(trial.error());
    call->Answer(Success(200, Outcome(*trial)));
  });
  if (!posted) call->Answer(Unavailable());
}

}  // namespace namesake::api
