// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/sql.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "registry/entry.h"
#include "registry/store.h"
#include "storage/postgres/query.h"
#include "storage/registry_rows.h"

#define NEW_ENTRIES                                                                             \
  "unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::text[], "          \
  "$7::bigint[], $8::bigint[], $9::text[], $10::bigint[], $11::boolean[], $12::timestamptz[], " \
  "$13::timestamptz[]) AS new (account_id, id, name, email, is_email_regex, comments, "         \
  "directory_id, directory_node_id, external_directory_node_id, provenance, directory_synced, " \
  "created_at, modified_at)"
#define NEW_POLICIES                                                                           \
  "unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], "      \
  "$7::boolean[], $8::text[], $9::timestamptz[], $10::timestamptz[]) AS new (account_id, id, " \
  "kind, pattern_type, flags, pattern, is_regex, comments, created_at, modified_at)"

#define VISIT_AFTER(columns, table) \
  "SELECT " columns " FROM " table " WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3"

namespace namesake::storage::postgres {
namespace {

using registry::Direction;
using registry::EntryOrder;
using registry::ListQuery;

constexpr Scope kAll = Scope::kAllAccounts;

// How an order sorts: by what an index has, then by all of it.
struct OrderBy {
  std::string_view name;
  std::string_view chosen;  // {0}: the direction
  std::string_view shown;
};
constexpr std::array<OrderBy, 3> kOrders = {{
    {"created_at", "created_at {0}, id {0}", "entry.created_at {0}, entry.id {0}"},
    {"name", "left(name, 128) {0}, name {0}, id {0}", "entry.name {0}, entry.id {0}"},
    {"email", "left(email, 128) {0}, email {0}, id {0}", "entry.email {0}, entry.id {0}"},
}};

struct OwnedQuery {
  std::string name;
  std::string text;
  Query query;
};

// What a row without a provenance counts as is the enumeration's first value.
OwnedQuery MakePage(const OrderBy& order, Direction direction, bool of_provenance) {
  static_assert(static_cast<int>(registry::Provenance::kInternal) == 0);
  const std::string_view word = direction == Direction::kAscending ? "ASC" : "DESC";
  OwnedQuery page;
  page.name = fmt::format("page_by_{}_{}{}", order.name, word, of_provenance ? "_of" : "");
  page.text = fmt::format("SELECT " NAMESAKE_ENTRY_COLUMNS
                          " FROM (SELECT id FROM entry WHERE account_id = $1 {} ORDER BY {} "
                          "LIMIT $2 OFFSET $3) AS page CROSS JOIN LATERAL (SELECT * FROM entry "
                          "WHERE account_id = $1 AND id = page.id LIMIT 1) AS entry ORDER BY {}",
                          of_provenance ? "AND coalesce(provenance, 0) = $4" : "",
                          fmt::format(fmt::runtime(order.chosen), word),
                          fmt::format(fmt::runtime(order.shown), word));
  return page;
}

// By order, direction and whether it is of one provenance. Views lead into the strings beside them.
const std::vector<OwnedQuery>& Pages() {
  static const std::vector<OwnedQuery> pages = [] {
    std::vector<OwnedQuery> made;
    for (const OrderBy& order : kOrders) {
      for (const Direction direction : {Direction::kAscending, Direction::kDescending}) {
        for (const bool of_provenance : {false, true}) {
          made.push_back(MakePage(order, direction, of_provenance));
        }
      }
    }
    for (OwnedQuery& page : made) page.query = {.name = page.name, .text = page.text};
    return made;
  }();
  return pages;
}

}  // namespace

const Query& PageOfEntries(const ListQuery& query) {
  const std::size_t index = static_cast<std::size_t>(query.order) * 4 +
                            static_cast<std::size_t>(query.direction) * 2 +
                            (query.provenance ? 1 : 0);
  return Pages().at(index).query;
}

const Query kBeginView{.name = {}, .text = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
const Query kEndView{.name = {}, .text = "COMMIT"};

const Query kGetEntry{
    .name = "get_entry",
    .text = "SELECT " NAMESAKE_ENTRY_COLUMNS " FROM entry WHERE account_id = $1 AND id = $2"};
const Query kCountEntries{.name = "count_entries",
                          .text =
                              "SELECT coalesce(sum(entries), 0)::bigint FROM entry_count "
                              "WHERE account_id = $1 AND ($2 IS NULL OR provenance = $2)"};
const Query kVisitEntries{.name = "visit_entries",
                          .text = VISIT_AFTER(NAMESAKE_ENTRY_COLUMNS, "entry")};
const Query kGetPolicy{.name = "get_policy",
                       .text = "SELECT " NAMESAKE_POLICY_COLUMNS
                               " FROM policy WHERE account_id = $1 AND id = $2 AND kind = $3"};
const Query kVisitPolicies{.name = "visit_policies",
                           .text = VISIT_AFTER(NAMESAKE_POLICY_COLUMNS, "policy")};

// In one statement, so that head and changes are of one moment. The LIMITs leave the planner no
// choice but to look rows up by key: not knowing $2 it would expect a tenth of the feed, and read
// the whole of `entry` to join it. Kinds are those of
// registry::ChangeKind.
static_assert(static_cast<int>(registry::ChangeKind::kEntryPut) == 0);
static_assert(static_cast<int>(registry::ChangeKind::kPolicy) == 5);
const Query kReadChanges{
    .name = "read_changes",
    .text =
        "SELECT head.first, head.last, head.gap_begin, head.gap_end, "
        "change.sequence, change.account_id, change.kind, "
        "change.subject_id, " NAMESAKE_ENTRY_COLUMNS ", " NAMESAKE_POLICY_COLUMNS
        " FROM feed_head AS head "
        "LEFT JOIN (SELECT * FROM change WHERE sequence > $1 ORDER BY sequence LIMIT $2) "
        "AS change ON true "
        "LEFT JOIN LATERAL (SELECT * FROM entry WHERE change.kind = 0 "
        "AND account_id = change.account_id AND id = change.subject_id LIMIT 1) AS entry ON true "
        "LEFT JOIN LATERAL (SELECT * FROM policy WHERE change.kind = 5 "
        "AND account_id = change.account_id AND id = change.subject_id LIMIT 1) AS policy ON true "
        "ORDER BY change.sequence",
    .scope = kAll};
const Query kLastSequence{
    .name = "last_sequence", .text = "SELECT last FROM feed_head", .scope = kAll};

const Query kListAccounts{.name = "list_accounts",
                          .text = "SELECT " NAMESAKE_ACCOUNT_COLUMNS
                                  " FROM account "
                                  "ORDER BY created_at, account_id",
                          .scope = kAll};
const Query kListAccountSettings{.name = "list_account_settings",
                                 .text = "SELECT account_id, name, value FROM account_setting",
                                 .scope = kAll};
const Query kGetAccount{
    .name = "get_account",
    .text = "SELECT " NAMESAKE_ACCOUNT_COLUMNS " FROM account WHERE account_id = $1"};
const Query kGetAccountSettings{
    .name = "get_account_settings",
    .text = "SELECT account_id, name, value FROM account_setting WHERE account_id = $1"};
const Query kGetDomains{.name = "get_domains",
                        .text = "SELECT " NAMESAKE_DOMAIN_COLUMNS
                                " FROM domain "
                                "WHERE account_id = $1 ORDER BY name"};
const Query kGetCredentials{.name = "get_credentials",
                            .text = "SELECT " NAMESAKE_CREDENTIAL_COLUMNS
                                    " FROM credential "
                                    "WHERE account_id = $1 ORDER BY created_at, id"};
const Query kListDomains{.name = "list_domains",
                         .text = "SELECT " NAMESAKE_DOMAIN_COLUMNS " FROM domain ORDER BY name",
                         .scope = kAll};
const Query kListCredentials{.name = "list_credentials",
                             .text = "SELECT " NAMESAKE_CREDENTIAL_COLUMNS
                                     " FROM credential "
                                     "ORDER BY created_at, id",
                             .scope = kAll};

#define LIST_AUDIT(direction)                                                       \
  "SELECT " NAMESAKE_AUDIT_COLUMNS                                                  \
  " FROM audit "                                                                    \
  "WHERE account_id = $1 AND ($2 IS NULL OR at >= $2) AND ($3 IS NULL OR at < $3) " \
  "AND ($4 IS NULL OR action = $4) AND number > $7 ORDER BY number " direction      \
  " LIMIT $5 OFFSET $6"
const Query kListAuditNewest{.name = "list_audit_newest", .text = LIST_AUDIT("DESC")};
const Query kListAuditOldest{.name = "list_audit_oldest", .text = LIST_AUDIT("ASC")};

const Query kBeginBatch{.name = {}, .text = "BEGIN ISOLATION LEVEL READ COMMITTED"};
const Query kLockHead{
    .name = "lock_head",
    .text = "SELECT first, last, timeline, gap_begin, gap_end FROM feed_head FOR UPDATE",
    .scope = kAll};
// The first eight digits of the name of the log's segment.
const Query kTimeline{
    .name = {},
    .text =
        "SELECT ('x' || lpad(left(pg_walfile_name(pg_current_wal_lsn()), 8), 16, '0'))"
        "::bit(64)::bigint"};
const Query kCommit{.name = {}, .text = "COMMIT"};
const Query kRollback{.name = {}, .text = "ROLLBACK"};

const Query kFetchAccounts{.name = "fetch_accounts",
                           .text = "SELECT account_id FROM account WHERE account_id = ANY ($1)"};
const Query kFetchEntries{.name = "fetch_entries",
                          .text =
                              "SELECT " NAMESAKE_ENTRY_COLUMNS
                              " FROM unnest($1::uuid[], $2::uuid[]) AS wanted "
                              "(account_id, id) JOIN entry ON entry.account_id = wanted.account_id "
                              "AND entry.id = wanted.id"};
const Query kFetchPolicies{
    .name = "fetch_policies",
    .text = "SELECT " NAMESAKE_POLICY_COLUMNS
            " FROM unnest($1::uuid[], $2::uuid[]) AS wanted "
            "(account_id, id) JOIN policy ON policy.account_id = wanted.account_id "
            "AND policy.id = wanted.id"};
const Query kFetchPolicyCounts{.name = "fetch_policy_counts",
                               .text =
                                   "SELECT account_id, count(*), count(*) FILTER (WHERE "
                                   "is_regex) FROM policy WHERE account_id = ANY ($1) "
                                   "GROUP BY account_id"};
const Query kFetchReplays{
    .name = "fetch_replays",
    .text =
        "SELECT replay.account_id, replay.kind, replay.key, replay.sequence, replay.body, "
        "replay.attempt, replay.answer, replay.expires_at "
        "FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS wanted (account_id, kind, key) "
        "JOIN replay ON replay.account_id = wanted.account_id AND replay.kind = wanted.kind "
        "AND replay.key = wanted.key"};

const Query kInsertEntries{
    .name = "insert_entries",
    .text =
        "INSERT INTO entry (account_id, id, name, email, is_email_regex, comments, "
        "directory_id, directory_node_id, external_directory_node_id, provenance, "
        "directory_synced, created_at, modified_at) SELECT * FROM " NEW_ENTRIES};
const Query kUpdateEntries{
    .name = "update_entries",
    .text =
        "UPDATE entry SET name = new.name, email = new.email, "
        "is_email_regex = new.is_email_regex, comments = new.comments, "
        "directory_id = new.directory_id, directory_node_id = new.directory_node_id, "
        "external_directory_node_id = new.external_directory_node_id, "
        "provenance = new.provenance, directory_synced = new.directory_synced, "
        "created_at = new.created_at, modified_at = new.modified_at FROM " NEW_ENTRIES
        " WHERE entry.account_id = new.account_id AND entry.id = new.id"};
const Query kDeleteEntries{
    .name = "delete_entries",
    .text =
        "DELETE FROM entry USING unnest($1::uuid[], $2::uuid[]) AS old (account_id, id) "
        "WHERE entry.account_id = old.account_id AND entry.id = old.id"};
const Query kCountMore{.name = "count_more",
                       .text =
                           "INSERT INTO entry_count (account_id, provenance, entries) "
                           "SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) "
                           "ON CONFLICT (account_id, provenance) "
                           "DO UPDATE SET entries = entry_count.entries + excluded.entries"};
const Query kInsertPolicies{
    .name = "insert_policies",
    .text =
        "INSERT INTO policy (account_id, id, kind, pattern_type, flags, pattern, is_regex, "
        "comments, created_at, modified_at) SELECT * FROM " NEW_POLICIES};
const Query kUpdatePolicies{
    .name = "update_policies",
    .text =
        "UPDATE policy SET kind = new.kind, pattern_type = new.pattern_type, "
        "flags = new.flags, pattern = new.pattern, is_regex = new.is_regex, "
        "comments = new.comments, created_at = new.created_at, "
        "modified_at = new.modified_at FROM " NEW_POLICIES
        " WHERE policy.account_id = new.account_id AND policy.id = new.id"};
const Query kDeletePolicies{
    .name = "delete_policies",
    .text =
        "DELETE FROM policy USING unnest($1::uuid[], $2::uuid[]) AS old (account_id, id) "
        "WHERE policy.account_id = old.account_id AND policy.id = old.id"};
const Query kInsertChanges{.name = "insert_changes",
                           .text =
                               "INSERT INTO change (sequence, account_id, kind, subject_id, batch) "
                               "SELECT sequence, account_id, kind, subject_id, $5 FROM "
                               "unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::uuid[]) "
                               "AS new (sequence, account_id, kind, subject_id)"};
const Query kInsertAudit{
    .name = "insert_audit",
    .text =
        "INSERT INTO audit (account_id, number, at, actor, action, subject, before, after) "
        "SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], "
        "$5::text[], $6::text[], $7::text[], $8::text[])"};
const Query kPutReplays{
    .name = "put_replays",
    .text =
        "INSERT INTO replay (account_id, kind, key, sequence, body, attempt, answer, "
        "expires_at) SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], "
        "$4::bigint[], $5::bytea[], $6::bigint[], $7::text[], $8::timestamptz[]) "
        "ON CONFLICT (account_id, kind, key, sequence) DO UPDATE SET body = excluded.body, "
        "attempt = excluded.attempt, answer = excluded.answer, "
        "expires_at = excluded.expires_at"};
const Query kPurgeReplays{
    .name = "purge_replays",
    .text =
        "DELETE FROM replay USING (SELECT account_id, kind, key, sequence FROM replay "
        "WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2) AS old "
        "WHERE replay.account_id = old.account_id AND replay.kind = old.kind "
        "AND replay.key = old.key AND replay.sequence = old.sequence",
    .scope = kAll};
const Query kPurgeChanges{
    .name = "purge_changes", .text = "DELETE FROM change WHERE sequence < $1", .scope = kAll};
const Query kWriteHead{.name = "write_head",
                       .text =
                           "UPDATE feed_head SET first = $1, last = $2, timeline = $3, "
                           "gap_begin = $4, gap_end = $5",
                       .scope = kAll};
const Query kTouchHead{
    .name = "touch_head", .text = "UPDATE feed_head SET last = last", .scope = kAll};
const Query kNotify{
    .name = "notify", .text = "SELECT pg_notify('namesake_change', $1)", .scope = kAll};
const Query kHasBatch{.name = "has_batch",
                      .text = "SELECT 1 FROM change WHERE sequence = $1 AND batch = $2",
                      .scope = kAll};

const Query kInsertAccount{
    .name = "insert_account",
    .text = "INSERT INTO account (account_id, name, created_at) VALUES ($1, $2, $3)"};
const Query kPutSetting{.name = "put_setting",
                        .text =
                            "INSERT INTO account_setting (account_id, name, value) "
                            "VALUES ($1, $2, $3) ON CONFLICT (account_id, name) "
                            "DO UPDATE SET value = excluded.value"};
const Query kDeleteSetting{
    .name = "delete_setting",
    .text = "DELETE FROM account_setting WHERE account_id = $1 AND name = $2"};
const Query kOwnerOfDomain{.name = "owner_of_domain",
                           .text = "SELECT account_id FROM domain WHERE name = $1",
                           .scope = kAll};
const Query kInsertDomain{
    .name = "insert_domain",
    .text = "INSERT INTO domain (account_id, name, created_at) VALUES ($1, $2, $3)"};
const Query kDeleteDomain{.name = "delete_domain",
                          .text = "DELETE FROM domain WHERE account_id = $1 AND name = $2"};
const Query kFindCredential{.name = "find_credential",
                            .text = "SELECT account_id, revoked_at FROM credential WHERE id = $1",
                            .scope = kAll};
const Query kCredentialIsTaken{.name = "credential_is_taken",
                               .text = "SELECT 1 FROM credential WHERE id = $1 OR hash = $2",
                               .scope = kAll};
const Query kInsertCredential{
    .name = "insert_credential",
    .text =
        "INSERT INTO credential (account_id, id, kind, name, email, permission, hash, "
        "created_at, expires_at, revoked_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
const Query kRevokeCredential{
    .name = "revoke_credential",
    .text = "UPDATE credential SET revoked_at = $3 WHERE account_id = $1 AND id = $2"};

const Query kPutAccount{
    .name = "put_account",
    .text =
        "INSERT INTO account (account_id, name, created_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, "
        "created_at = excluded.created_at"};
const Query kClearSettings{.name = "clear_settings",
                           .text = "DELETE FROM account_setting WHERE account_id = $1"};
const Query kDeleteCredential{.name = "delete_credential",
                              .text = "DELETE FROM credential WHERE account_id = $1 AND id = $2"};
const Query kEntriesBetween{.name = "entries_between",
                            .text = "SELECT " NAMESAKE_ENTRY_COLUMNS
                                    " FROM entry WHERE account_id = $1 AND id >= $2 AND id <= $3 "
                                    "ORDER BY id"};
const Query kPoliciesOf{
    .name = "policies_of",
    .text = "SELECT " NAMESAKE_POLICY_COLUMNS " FROM policy WHERE account_id = $1"};

const Query kAddUsage{
    .name = "add_usage",
    .text =
        "INSERT INTO credential_usage (account_id, credential, begins_at, requests) "
        "SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::timestamptz[], $4::bigint[]) "
        "ON CONFLICT (account_id, credential, begins_at) DO UPDATE "
        "SET requests = credential_usage.requests + excluded.requests "
        "RETURNING account_id, credential, begins_at, requests"};
const Query kForgetUsage{
    .name = "forget_usage",
    .text = "DELETE FROM credential_usage WHERE account_id = ANY ($1) AND begins_at < $2"};

std::vector<Query> AllQueries() {
  std::vector<Query> all = {kGetEntry,         kCountEntries,       kVisitEntries,
                            kGetPolicy,        kVisitPolicies,      kReadChanges,
                            kLastSequence,     kListAccounts,       kListAccountSettings,
                            kGetAccount,       kGetAccountSettings, kListDomains,
                            kListCredentials,  kListAuditNewest,    kListAuditOldest,
                            kLockHead,         kFetchAccounts,      kFetchEntries,
                            kFetchPolicies,    kFetchPolicyCounts,  kFetchReplays,
                            kInsertEntries,    kUpdateEntries,      kDeleteEntries,
                            kCountMore,        kInsertPolicies,     kUpdatePolicies,
                            kDeletePolicies,   kInsertChanges,      kInsertAudit,
                            kPutReplays,       kPurgeReplays,       kPurgeChanges,
                            kWriteHead,        kTouchHead,          kNotify,
                            kHasBatch,         kInsertAccount,      kPutSetting,
                            kDeleteSetting,    kOwnerOfDomain,      kInsertDomain,
                            kDeleteDomain,     kFindCredential,     kCredentialIsTaken,
                            kInsertCredential, kRevokeCredential,   kGetDomains,
                            kGetCredentials,   kPutAccount,         kClearSettings,
                            kDeleteCredential, kEntriesBetween,     kPoliciesOf,
                            kAddUsage,         kForgetUsage};
  for (const OwnedQuery& page : Pages()) all.push_back(page.query);
  return all;
}

}  // namespace namesake::storage::postgres
