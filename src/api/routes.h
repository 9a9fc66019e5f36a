// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "http/router.h"
#include "registry/policy.h"

namespace namesake::api {

enum class Route {
  kListEntries,
  kCreateEntry,
  kGetEntry,
  kEditEntry,
  kDeleteEntry,
  kImportEntries,
  kExportEntries,
  kTestAddresses,
  kListPolicies,
  kCreatePolicy,
  kGetPolicy,
  kEditPolicy,
  kReplacePolicy,
  kDeletePolicy,
  kBatchPolicies,
  kListDomains,
  kListNodes,
  kScan,
  kListMessages,
  kGetTotals,
  kGetMessage,
  kGetDetections,
  kGetActionLog,
  kGetRawMessage,
  kGetTrace,
  kReleaseMessages,
  kMoveMessages,
  kMoveMessage,
  kReclassifyMessage,
  kListAuditLogs,
  kListTokens,
  kCreateToken,
  kRevokeToken,
  kVerifyToken,
  kVerifyAccountToken,
  kListAccounts,
  kGetAccount,
  kListMemberships,
  kGetUser,
  kHealth,
  kReady,
  kMetrics,
  kOpenApi,
};

enum class Access {
  kPublic,      // no credentials
  kCredential,  // any credential that is known
  kRead,        // Cloud Email Security: Read or Write, of the account in the path
  kWrite,       // Cloud Email Security: Write, of the account in the path
};

// How a route says that it does not know a token or will not show an account: Cloudflare's gateways
// differ, and clients look at the codes.
enum class RefusalStyle { kProduct, kVerify, kAccounts };

enum class BodyKind { kNone, kJson, kBatch, kCsv, kMessage };

// One route. The table of them (routes.cc) is the only place that knows paths, rights and sizes:
// router, checks, metrics and the test of openapi.json come from it.
struct RouteRow {
  Route route;
  std::string_view name;  // snake_case, for metrics and logs
  std::string_view method;
  std::string_view path;  // a template of http::Router, without the base path
  Access access = Access::kPublic;
  RefusalStyle refusal = RefusalStyle::kProduct;
  BodyKind body = BodyKind::kNone;
  registry::PolicyKind policies = registry::PolicyKind::kAllow;  // which list, of the policy routes
};

// The API's routes answer below this path and without it, since people set base URLs both ways.
inline constexpr std::string_view kBasePath = "/client/v4";

inline constexpr std::size_t kMaxBodyBytes = std::size_t{256} << 10;  // 16 times the longest email
// Some four thousand policies: what a batch may hold, if not each of them is as long as can be.
inline constexpr std::size_t kMaxBatchBytes = std::size_t{8} << 20;
// A registry of half a million people, or a message with its attachments.
inline constexpr std::size_t kMaxUploadBytes = std::size_t{64} << 20;

[[nodiscard]] std::span<const RouteRow> Routes() noexcept;

// A router over all rows; Match::route is the row's index.
[[nodiscard]] http::Router MakeRouter();

[[nodiscard]] std::size_t MaxBodyBytes(const RouteRow& row) noexcept;

}  // namespace namesake::api
