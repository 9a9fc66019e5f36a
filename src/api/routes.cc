// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include <fmt/format.h>

#include <cstddef>
#include <span>

#include "http/router.h"

namespace namesake::api {
namespace {

#define NAMESAKE_REGISTRY "/accounts/{account_id}/email-security/settings/impersonation_registry"

using enum Access;

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
    {Route::kScan, "scan", "POST", "/accounts/{account_id}/email-security/scan", kRead,
     RefusalStyle::kProduct, BodyKind::kMessage},
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

#undef NAMESAKE_REGISTRY

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
  return row.body == BodyKind::kCsv || row.body == BodyKind::kMessage ? kMaxUploadBytes
                                                                      : kMaxBodyBytes;
}

}  // namespace namesake::api
