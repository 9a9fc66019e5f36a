// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include <fmt/format.h>

#include <cstddef>
#include <span>
#include <string_view>

#include "http/router.h"
#include "registry/policy.h"

namespace namesake::api {
namespace {

#define NAMESAKE_SETTINGS "/accounts/{account_id}/email-security/settings/"
#define NAMESAKE_REGISTRY NAMESAKE_SETTINGS "impersonation_registry"
#define NAMESAKE_INVESTIGATE "/accounts/{account_id}/email-security/investigate"

using enum Access;
using registry::PolicyKind;

constexpr RouteRow PolicyRow(Route route, std::string_view name, std::string_view method,
                             std::string_view path, PolicyKind kind,
                             BodyKind body = BodyKind::kNone) {
  return {.route = route,
          .name = name,
          .method = method,
          .path = path,
          .access = method == "GET" ? kRead : kWrite,
          .body = body,
          .policies = kind};
}

// The routes of one of the lists. `one` is what it holds, `several` its name in the path.
#define NAMESAKE_POLICIES(one, several, kind)                                                   \
  PolicyRow(Route::kListPolicies, "list_" several, "GET", NAMESAKE_SETTINGS several, kind),     \
      PolicyRow(Route::kCreatePolicy, "create_" one, "POST", NAMESAKE_SETTINGS several, kind,   \
                BodyKind::kJson),                                                               \
      PolicyRow(Route::kBatchPolicies, "batch_" several, "POST",                                \
                NAMESAKE_SETTINGS several "/batch", kind, BodyKind::kBatch),                    \
      PolicyRow(Route::kGetPolicy, "get_" one, "GET", NAMESAKE_SETTINGS several "/{policy_id}", \
                kind),                                                                          \
      PolicyRow(Route::kEditPolicy, "edit_" one, "PATCH",                                       \
                NAMESAKE_SETTINGS several "/{policy_id}", kind, BodyKind::kJson),               \
      PolicyRow(Route::kReplacePolicy, "replace_" one, "PUT",                                   \
                NAMESAKE_SETTINGS several "/{policy_id}", kind, BodyKind::kJson),               \
      PolicyRow(Route::kDeletePolicy, "delete_" one, "DELETE",                                  \
                NAMESAKE_SETTINGS several "/{policy_id}", kind)

constexpr RouteRow kRoutes[] = {
    {Route::kListEntries, "list_entries", "GET", NAMESAKE_REGISTRY, kRead},
    {Route::kCreateEntry, "create_entry", "POST", NAMESAKE_REGISTRY, kWrite, RefusalStyle::kProduct,
     BodyKind::kJson},
    {Route::kGetEntry, "get_entry", "GET", NAMESAKE_REGISTRY "/{entry_id}", kRead},
    {Route::kEditEntry, "edit_entry", "PATCH", NAMESAKE_REGISTRY "/{entry_id}", kWrite,
     RefusalStyle::kProduct, BodyKind::kJson},
    {Route::kDeleteEntry, "delete_entry", "DELETE", NAMESAKE_REGISTRY "/{entry_id}", kWrite},
    {Route::kImportEntries, "import_entries", "POST", NAMESAKE_REGISTRY "/import", kWrite,
     RefusalStyle::kProduct, BodyKind::kCsv},
    {Route::kExportEntries, "export_entries", "GET", NAMESAKE_REGISTRY "/export", kRead},
    {Route::kTestAddresses, "test_addresses", "POST", NAMESAKE_REGISTRY "/test_addresses", kRead,
     RefusalStyle::kProduct, BodyKind::kJson},
    {Route::kListDomains, "list_domains", "GET", NAMESAKE_SETTINGS "domains", kRead},
    {Route::kListNodes, "list_nodes", "GET", "/accounts/{account_id}/email-security/nodes", kRead},
    NAMESAKE_POLICIES("allow_policy", "allow_policies", PolicyKind::kAllow),
    NAMESAKE_POLICIES("trusted_domain", "trusted_domains", PolicyKind::kTrustedDomain),
    NAMESAKE_POLICIES("block_sender", "block_senders", PolicyKind::kBlock),
    {Route::kScan, "scan", "POST", "/accounts/{account_id}/email-security/scan", kRead,
     RefusalStyle::kProduct, BodyKind::kMessage},
    {Route::kListMessages, "list_messages", "GET", NAMESAKE_INVESTIGATE, kRead},
    {Route::kReleaseMessages, "release_messages", "POST", NAMESAKE_INVESTIGATE "/release", kWrite,
     RefusalStyle::kProduct, BodyKind::kJson},
    {Route::kMoveMessages, "move_messages", "POST", NAMESAKE_INVESTIGATE "/move", kWrite,
     RefusalStyle::kProduct, BodyKind::kJson},
    {Route::kGetTotals, "get_totals", "GET", NAMESAKE_INVESTIGATE "/totals", kRead},
    {Route::kGetMessage, "get_message", "GET", NAMESAKE_INVESTIGATE "/{message_id}", kRead},
    {Route::kGetDetections, "get_detections", "GET",
     NAMESAKE_INVESTIGATE "/{message_id}/detections", kRead},
    {Route::kGetActionLog, "get_action_log", "GET", NAMESAKE_INVESTIGATE "/{message_id}/action_log",
     kRead},
    {Route::kGetRawMessage, "get_raw_message", "GET", NAMESAKE_INVESTIGATE "/{message_id}/raw",
     kRead},
    {Route::kGetTrace, "get_trace", "GET", NAMESAKE_INVESTIGATE "/{message_id}/trace", kRead},
    {Route::kMoveMessage, "move_message", "POST", NAMESAKE_INVESTIGATE "/{message_id}/move", kWrite,
     RefusalStyle::kProduct, BodyKind::kJson},
    {Route::kReclassifyMessage, "reclassify_message", "POST",
     NAMESAKE_INVESTIGATE "/{message_id}/reclassify", kWrite, RefusalStyle::kProduct,
     BodyKind::kJson},
    {Route::kListAuditLogs, "list_audit_logs", "GET", "/accounts/{account_id}/audit_logs", kRead},
    {Route::kListTokens, "list_tokens", "GET", "/accounts/{account_id}/tokens", kRead},
    {Route::kCreateToken, "create_token", "POST", "/accounts/{account_id}/tokens", kWrite,
     RefusalStyle::kProduct, BodyKind::kJson},
    {Route::kRevokeToken, "revoke_token", "DELETE", "/accounts/{account_id}/tokens/{token_id}",
     kWrite},
    {Route::kVerifyToken, "verify_token", "GET", "/user/tokens/verify", kCredential,
     RefusalStyle::kVerify},
    {Route::kVerifyAccountToken, "verify_account_token", "GET",
     "/accounts/{account_id}/tokens/verify", kRead, RefusalStyle::kVerify},
    {Route::kListAccounts, "list_accounts", "GET", "/accounts", kCredential,
     RefusalStyle::kAccounts},
    {Route::kGetAccount, "get_account", "GET", "/accounts/{account_id}", kRead,
     RefusalStyle::kAccounts},
    {Route::kListMemberships, "list_memberships", "GET", "/memberships", kCredential},
    {Route::kGetUser, "get_user", "GET", "/user", kCredential, RefusalStyle::kAccounts},
    {Route::kHealth, "health", "GET", "/healthz"},
    {Route::kReady, "ready", "GET", "/readyz"},
    {Route::kMetrics, "metrics", "GET", "/metrics"},
    {Route::kOpenApi, "openapi", "GET", "/openapi.json"},
};

#undef NAMESAKE_POLICIES
#undef NAMESAKE_REGISTRY
#undef NAMESAKE_INVESTIGATE
#undef NAMESAKE_SETTINGS

}  // namespace

std::span<const RouteRow> Routes() noexcept { return kRoutes; }

http::Router MakeRouter() {
  http::Router router;
  int index = 0;
  for (const RouteRow& row : kRoutes) {
    router.Add(row.method, row.path, index);
    if (row.access != kPublic) {
      router.Add(row.method, fmt::format("{}{}", kBasePath, row.path), index);
    }
    ++index;
  }
  return router;
}

std::size_t MaxBodyBytes(const RouteRow& row) noexcept {
  switch (row.body) {
    case BodyKind::kCsv:
    case BodyKind::kMessage:
      return kMaxUploadBytes;
    case BodyKind::kBatch:
      return kMaxBatchBytes;
    case BodyKind::kNone:
    case BodyKind::kJson:
      break;
  }
  return kMaxBodyBytes;
}

}  // namespace namesake::api
