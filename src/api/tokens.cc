// SPDX-License-Identifier: Apache-2.0
#include "api/tokens.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/body_decoder.h"
#include "api/call.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/json_body.h"
#include "api/list_query.h"
#include "base/clock.h"
#include "http/message.h"
#include "registry/credential.h"
#include "registry/store.h"

namespace namesake::api {
namespace {

namespace json = boost::json;
using registry::Credential;
using registry::CredentialKind;

constexpr std::size_t kMaxNameCodePoints = 120;

json::value TimeOrNull(const std::optional<base::Time>& time) {
  return time ? json::value(base::FormatRfc3339(*time)) : json::value();
}

// As in Cloudflare's lists of tokens: a revoked one is disabled.
std::string_view StatusOf(const Credential& credential, base::Time now) {
  if (credential.revoked_at) return "disabled";
  return registry::IsActive(credential, now) ? "active" : "expired";
}

json::object TokenObject(const Credential& credential, base::Time now) {
  return {{"id", credential.id},
          {"name", credential.name},
          {"kind", credential.kind == CredentialKind::kToken ? "token" : "api_key"},
          {"email", credential.email.empty() ? json::value() : json::value(credential.email)},
          {"permission", registry::PermissionName(credential.permission)},
          {"status", StatusOf(credential, now)},
          {"issued_on", base::FormatRfc3339(credential.created_at)},
          {"expires_on", TimeOrNull(credential.expires_at)},
          {"revoked_on", TimeOrNull(credential.revoked_at)}};
}

std::optional<base::Time> ParseTime(std::string_view text) {
  const auto time = base::ParseRfc3339(text);
  return time ? std::optional(*time) : std::nullopt;
}

// The token that the body asks for, by a request that `maker` makes.
Checked<Credential> DecodeToken(const json::object& body, const Credential& maker, base::Time now) {
  BodyDecoder decoder(body, Completeness::kWhole);
  Credential token;
  token.account = maker.account;
  token.name = decoder.RequiredText("name", kMaxNameCodePoints).value_or("");
  token.permission =
      decoder.RequiredChoice("permission", registry::ParsePermission, "read or write")
          .value_or(registry::Permission::kRead);
  const auto expires =
      decoder.NullableChoice("expires_on", ParseTime, "a date-time of RFC 3339, or null");
  token.expires_at = expires.value_or(std::nullopt);
  if (token.expires_at && *token.expires_at <= now) {
    decoder.Wrong("expires_on", "must be a time to come");
  }
  if (maker.expires_at && (!token.expires_at || *token.expires_at > *maker.expires_at)) {
    decoder.Wrong("expires_on", "must not be after " + base::FormatRfc3339(*maker.expires_at) +
                                    ", when the token that makes it expires");
  }
  if (auto problems = decoder.TakeProblems(); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  return token;
}

}  // namespace

void Tokens::List(const CallPointer& call) const {
  const auto query = DecodeListQuery(call->request().query);
  if (!query) return call->Answer(query.error());
  const bool posted = context_.workers.Post([call, query = *query, context = context_] {
    const auto account = context.store.ReadAccount(call->account());
    if (!account) return call->Answer(account.error());
    const std::vector<Credential>& all = account->credentials;
    const std::uint64_t begin =
        std::min<std::uint64_t>((query.page - 1) * query.per_page, all.size());
    const std::uint64_t end = std::min<std::uint64_t>(begin + query.per_page, all.size());
    const base::Time now = context.clock.Now();
    json::array list;
    for (std::uint64_t i = begin; i < end; ++i) list.push_back(TokenObject(all[i], now));
    call->Answer(ListSuccess(json::serialize(list), {.page = query.page,
                                                     .per_page = query.per_page,
                                                     .count = list.size(),
                                                     .total_count = all.size()}));
  });
  if (!posted) call->Answer(Unavailable());
}

template <typename Work>
void Tokens::Change(const CallPointer& call, Work work) const {
  const bool posted = context_.workers.Post([call, context = context_, work = std::move(work)] {
    std::optional<json::object> answer = work(context);
    if (!answer) return;
    const auto sequence = context.store.LastSequence();
    if (!sequence) return call->Answer(sequence.error());
    context.registry.WhenVisible(
        *sequence, [call, answer = *std::move(answer)] { call->Answer(Success(200, answer)); });
  });
  if (!posted) call->Answer(Unavailable());
}

void Tokens::Create(const CallPointer& call) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  const base::Time now = context_.clock.Now();
  auto draft = DecodeToken(*body, *call->admission().credential, now);
  if (!draft) return call->Answer(draft.error());
  Change(call,
         [call, now,
          draft = *std::move(draft)](const Context& context) -> std::optional<json::object> {
           const registry::IssuedCredential issued = registry::Issue(draft, now);
           const auto added = context.store.AddCredential(issued.credential, call->actor());
           if (!added) {
             call->Answer(added.error());
             return std::nullopt;
           }
           json::object object = TokenObject(issued.credential, now);
           object["value"] = issued.secret;
           return object;
         });
}

void Tokens::Revoke(const CallPointer& call) const {
  Change(call, [call](const Context& context) -> std::optional<json::object> {
    const std::string id(call->admission().match.Parameter("token_id"));
    const auto account = context.store.ReadAccount(call->account());
    if (!account) {
      call->Answer(account.error());
      return std::nullopt;
    }
    const auto& credentials = account->credentials;
    if (std::ranges::find(credentials, id, &Credential::id) == credentials.end()) {
      call->Answer(TokenNotFound());
      return std::nullopt;
    }
    const auto revoked = context.store.RevokeCredential(id, context.clock.Now(), call->actor());
    if (!revoked) {
      call->Answer(revoked.error());
      return std::nullopt;
    }
    return json::object{{"id", id}};
  });
}

}  // namespace namesake::api
