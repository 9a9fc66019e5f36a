// SPDX-License-Identifier: Apache-2.0
#include "api/identity_routes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

#include "api/call.h"
#include "api/context.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/list_query.h"
#include "base/clock.h"
#include "registry/account.h"
#include "registry/credential.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

constexpr int kTokenIsGood = 10000;

std::string_view RoleName(registry::Permission permission) noexcept {
  return permission == registry::Permission::kWrite ? "Cloud Email Security: Write"
                                                    : "Cloud Email Security: Read";
}

// An account that was removed a moment ago still has its id.
registry::Account AccountOf(const Context& context, const Call& call) {
  auto account = context.registry.FindAccount(call.account());
  return account ? *account : registry::Account{.id = call.account(), .name = {}, .created_at = {}};
}

json::object AccountObject(const registry::Account& account) {
  return {{"id", registry::FormatAccountId(account.id)},
          {"name", account.name},
          {"type", "standard"},
          {"settings", json::object()},
          {"created_on", base::FormatRfc3339(account.created_at)}};
}

// A list that has one item, paged like any other: past the first page it is empty.
void AnswerOne(const CallPointer& call, const json::object& item) {
  const auto query = DecodeListQuery(call->request().query);
  if (!query) return call->Answer(query.error());
  json::array list;
  if (query->page == 1) list.emplace_back(item);
  call->Answer(ListSuccess(
      json::serialize(list),
      {.page = query->page, .per_page = query->per_page, .count = list.size(), .total_count = 1}));
}

}  // namespace

void IdentityRoutes::VerifyToken(const CallPointer& call) const {
  const registry::Credential& token = *call->admission().credential;
  json::object result{{"id", token.id}, {"status", "active"}};
  if (token.expires_at) result["expires_on"] = base::FormatRfc3339(*token.expires_at);
  call->Answer(SuccessWithMessage(result, kTokenIsGood, "This API Token is valid and active"));
}

void IdentityRoutes::ListAccounts(const CallPointer& call) const {
  AnswerOne(call, AccountObject(AccountOf(context_, *call)));
}

void IdentityRoutes::GetAccount(const CallPointer& call) const {
  call->Answer(Success(200, AccountObject(AccountOf(context_, *call))));
}

void IdentityRoutes::ListMemberships(const CallPointer& call) const {
  const registry::Credential& credential = *call->admission().credential;
  const registry::Account account = AccountOf(context_, *call);
  AnswerOne(call,
            {{"id", credential.id},
             {"status", "accepted"},
             {"account", {{"id", registry::FormatAccountId(account.id)}, {"name", account.name}}},
             {"roles", json::array({RoleName(credential.permission)})},
             {"permissions", json::object()}});
}

void IdentityRoutes::GetUser(const CallPointer& call) const {
  const registry::Credential& credential = *call->admission().credential;
  json::value email;  // null: a token belongs to nobody in particular
  if (!credential.email.empty()) email = credential.email;
  call->Answer(Success(200, json::object{{"id", credential.id}, {"email", std::move(email)}}));
}

void IdentityRoutes::ListDomains(const CallPointer& call) const {
  const bool posted = context_.workers.Post([call, &store = context_.store] {
    const auto account = store.ReadAccount(call->account());
    if (!account) return call->Answer(account.error());
    json::array list;
    for (const registry::Domain& domain : account->domains) {
      list.push_back(json::object{{"domain", domain.name},
                                  {"created_at", base::FormatRfc3339(domain.created_at)}});
    }
    const std::size_t count = list.size();
    call->Answer(ListSuccess(json::serialize(list), {.page = 1,
                                                     .per_page = std::max<std::size_t>(count, 1),
                                                     .count = count,
                                                     .total_count = count}));
  });
  if (!posted) call->Answer(Unavailable());
}

}  // namespace namesake::api
