// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "record/record_store.h"
#include "storage/postgres/message_columns.h"
#include "storage/postgres/query.h"
#include "storage/record_rows.h"

namespace namesake::storage::postgres {

// Every statement of the records but those that change the schema (record_days).

// Numbers for $1 records; nobody else gets some until this transaction is over.
inline constexpr Query kTakeNumbers{.name = "take_numbers",
                                    .text = "UPDATE record_head SET last = last + $1",
                                    .scope = Scope::kAllAccounts};

// The arguments of MessageColumns::Messages. The last numbers that were taken are theirs.
inline constexpr Query kInsertMessages{
    .name = "insert_messages",
    .text =
        "INSERT INTO message (account_id, id, scanned_at, number, sent_at, flagged, treatment, "
        "hold, size, queue_id, envelope_from, recipients, client_ip, from_address, from_name, "
        "to_addresses, to_names, cc, reply_to, subject, message_id, date, originating_ip, spf, "
        "dkim, dmarc, disposition, reasons, findings, policy, policy_pattern, senders, "
        "recipients_folded, subject_folded, search) "
        "SELECT account_id, id, scanned_at, (SELECT last FROM record_head) - $36 + place, sent_at, "
        "flagged, treatment, hold, size, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, "
        "t14, t15, t16, t17, t18, t19, t20, t21, t22, t23, t24, t25, t26 "
        "FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bigint[], $5::timestamptz[], "
        "$6::boolean[], $7::integer[], $8::integer[], $9::bigint[], $10::text[], $11::text[], "
        "$12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], "
        "$18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], "
        "$24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::text[], "
        "$30::text[], $31::text[], $32::text[], $33::text[], $34::text[], $35::text[]) "
        "AS row (account_id, id, scanned_at, place, sent_at, flagged, treatment, hold, size, t1, "
        "t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15, t16, t17, t18, t19, t20, "
        "t21, t22, t23, t24, t25, t26) ON CONFLICT DO NOTHING"};

inline constexpr Query kInsertRaws{
    .name = "insert_raws",
    .text =
        "INSERT INTO message_raw (account_id, id, scanned_at, octets) "
        "SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bytea[]) "
        "ON CONFLICT DO NOTHING"};

inline constexpr Query kFindMessage{
    .name = "find_message",
    .text = "SELECT " NAMESAKE_RECORD_COLUMNS
            " FROM message WHERE account_id = $1 AND id = $2 ORDER BY scanned_at DESC LIMIT 1"};

inline constexpr Query kFindNewestOfQueueId{
    .name = "find_newest_of_queue_id",
    .text = "SELECT " NAMESAKE_RECORD_COLUMNS
            " FROM message WHERE account_id = $1 "
            "AND queue_id = $2 ORDER BY scanned_at DESC LIMIT 1"};

inline constexpr Query kFindRaw{
    .name = "find_raw",
    .text =
        "SELECT octets FROM message_raw JOIN message USING (account_id, scanned_at, id) "
        "WHERE account_id = $1 AND id = $2"};

// Of a message's hold from $3 to $4, with the note of it, or nothing.
inline constexpr Query kChangeHold{
    .name = "change_hold",
    .text =
        "WITH changed AS (UPDATE message SET hold = $4 WHERE account_id = $1 AND id = $2 "
        "AND hold = $3 RETURNING scanned_at) "
        "INSERT INTO message_action (account_id, id, scanned_at, " NAMESAKE_ACTION_COLUMNS
        ") SELECT $1, $2, scanned_at, $5, $6, $7, $8, $9, $10, $11, $12 FROM changed"};

inline constexpr Query kAddAction{
    .name = "add_action",
    .text = "INSERT INTO message_action (account_id, id, scanned_at, " NAMESAKE_ACTION_COLUMNS
            ") SELECT account_id, id, scanned_at, $3, $4, $5, $6, $7, $8, $9, $10 FROM message "
            "WHERE account_id = $1 AND id = $2 ORDER BY scanned_at DESC LIMIT 1"};

inline constexpr Query kListActions{
    .name = "list_actions",
    .text = "SELECT " NAMESAKE_ACTION_COLUMNS
            " FROM message_action WHERE account_id = $1 AND id = $2 ORDER BY number"};

// ---- Retention ----------------------------------------------------------------------------------

inline constexpr Query kNoteRetention{
    .name = "note_retention",
    .text =
        "INSERT INTO record_retention (account_id, keep_days) VALUES ($1, $2) "
        "ON CONFLICT (account_id) DO UPDATE SET keep_days = excluded.keep_days "
        "WHERE record_retention.keep_days <> excluded.keep_days"};

inline constexpr Query kLongestRetention{.name = "longest_retention",
                                         .text = "SELECT max(keep_days) FROM record_retention",
                                         .scope = Scope::kAllAccounts};

// At most $3 of an account, from before $2.
inline constexpr Query kSweepMessages{
    .name = "sweep_messages",
    .text =
        "WITH old AS MATERIALIZED (SELECT scanned_at, id FROM message WHERE account_id = $1 "
        "AND scanned_at < $2 AND hold NOT IN (1, 2) ORDER BY scanned_at, id LIMIT $3 FOR UPDATE), "
        "old_raw AS (DELETE FROM message_raw WHERE account_id = $1 AND scanned_at < $2 "
        "AND (scanned_at, id) IN (SELECT scanned_at, id FROM old)), "
        "old_action AS (DELETE FROM message_action WHERE account_id = $1 AND scanned_at < $2 "
        "AND (scanned_at, id) IN (SELECT scanned_at, id FROM old)) "
        "DELETE FROM message WHERE account_id = $1 AND scanned_at < $2 "
        "AND (scanned_at, id) IN (SELECT scanned_at, id FROM old)"};

// The newest message that has no room any more among raw messages of $2 octets; those that are held
// are not counted.
inline constexpr Query kFirstWithoutRoom{
    .name = "first_without_room",
    .text =
        "SELECT scanned_at, id FROM (SELECT scanned_at, id, sum(size) OVER "
        "(ORDER BY scanned_at DESC, id DESC) AS octets FROM message WHERE account_id = $1 "
        "AND size > 0 AND hold NOT IN (1, 2)) AS whole WHERE octets > $2 "
        "ORDER BY scanned_at DESC, id DESC LIMIT 1"};

// At most $4 of that one and older ones.
inline constexpr Query kSweepRaws{
    .name = "sweep_raws",
    .text =
        "WITH old AS MATERIALIZED (SELECT scanned_at, id FROM message WHERE account_id = $1 "
        "AND size > 0 AND hold NOT IN (1, 2) AND (scanned_at, id) <= ($2, $3) "
        "ORDER BY scanned_at, id LIMIT $4 FOR UPDATE), "
        "old_raw AS (DELETE FROM message_raw WHERE account_id = $1 AND scanned_at <= $2 "
        "AND (scanned_at, id) IN (SELECT scanned_at, id FROM old)) "
        "UPDATE message SET size = 0 WHERE account_id = $1 AND scanned_at <= $2 "
        "AND (scanned_at, id) IN (SELECT scanned_at, id FROM old)"};

// ---- Followers ----------------------------------------------------------------------------------

inline constexpr Query kReadFlaggedAfter{
    .name = "read_flagged_after",
    .text = "SELECT " NAMESAKE_RECORD_COLUMNS
            ", number FROM message WHERE flagged AND number > $1 ORDER BY number LIMIT $2",
    .scope = Scope::kAllAccounts};

inline constexpr Query kLastNumber{
    .name = "last_number", .text = "SELECT last FROM record_head", .scope = Scope::kAllAccounts};

inline constexpr Query kSavePositions{
    .name = "save_positions",
    .text =
        "INSERT INTO follower_position (name, records, changes) "
        "SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) ON CONFLICT (name) "
        "DO UPDATE SET records = excluded.records, changes = excluded.changes",
    .scope = Scope::kAllAccounts};

inline constexpr Query kLoadPosition{
    .name = "load_position",
    .text = "SELECT records, changes FROM follower_position WHERE name = $1",
    .scope = Scope::kAllAccounts};

inline constexpr Query kForgetPosition{.name = "forget_position",
                                       .text = "DELETE FROM follower_position WHERE name = $1",
                                       .scope = Scope::kAllAccounts};

// Of $2 until $3, when nobody else has it at $4.
inline constexpr Query kTakeLease{
    .name = "take_lease",
    .text =
        "INSERT INTO follower_lease (name, holder, until) VALUES ($1, $2, $3) "
        "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until "
        "WHERE follower_lease.holder = excluded.holder OR follower_lease.until <= $4",
    .scope = Scope::kAllAccounts};

inline constexpr Query kEndLease{.name = "end_lease",
                                 .text =
                                     "DELETE FROM follower_lease WHERE name = $1 "
                                     "AND holder = $2",
                                 .scope = Scope::kAllAccounts};

// ---- Nodes --------------------------------------------------------------------------------------

inline constexpr Query kReportNode{
    .name = "report_node",
    .text = "INSERT INTO node (" NAMESAKE_NODE_COLUMNS
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
            "ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, "
            "behind_ms = excluded.behind_ms, messages = excluded.messages, "
            "recent_messages = excluded.recent_messages, recent_ms = excluded.recent_ms",
    .scope = Scope::kAllAccounts};

inline constexpr Query kForgetOldNodes{.name = "forget_old_nodes",
                                       .text = "DELETE FROM node WHERE seen_at < $1",
                                       .scope = Scope::kAllAccounts};

inline constexpr Query kForgetNode{
    .name = "forget_node", .text = "DELETE FROM node WHERE id = $1", .scope = Scope::kAllAccounts};

inline constexpr Query kListNodes{
    .name = "list_nodes",
    .text = "SELECT " NAMESAKE_NODE_COLUMNS " FROM node ORDER BY host, program, started_at",
    .scope = Scope::kAllAccounts};

// ---- Searches -----------------------------------------------------------------------------------

// A search is prepared anew each time, so that it is planned for what it asks for.
struct RecordSearch {
  std::string count;
  Parameters count_parameters;
  std::string page;  // one record more than the page has, which tells whether there are more
  Parameters page_parameters;
};
[[nodiscard]] RecordSearch SearchSql(const registry::AccountId& account,
                                     const record::RecordQuery& query);

// All of the above with a name, for the tests.
inline constexpr std::array kRecordQueries = {
    kTakeNumbers,      kInsertMessages, kInsertRaws,       kFindMessage,    kFindNewestOfQueueId,
    kFindRaw,          kChangeHold,     kAddAction,        kListActions,    kNoteRetention,
    kLongestRetention, kSweepMessages,  kFirstWithoutRoom, kSweepRaws,      kReadFlaggedAfter,
    kLastNumber,       kSavePositions,  kLoadPosition,     kForgetPosition, kTakeLease,
    kEndLease,         kReportNode,     kForgetOldNodes,   kForgetNode,     kListNodes};

}  // namespace namesake::storage::postgres
