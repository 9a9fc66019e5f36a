// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "registry/store.h"
#include "storage/postgres/query.h"

namespace namesake::storage::postgres {

// Every statement of the registry's store. Rows of a batch are given as columns (Column), which
// unnest makes rows of again.

// ---- Reading ------------------------------------------------------------------------------------

extern const Query kBeginView;  // one consistent view for all that follows
extern const Query kEndView;

extern const Query kGetEntry;      // account, id
extern const Query kCountEntries;  // account, provenance or NULL
extern const Query kVisitEntries;  // account, after which id, how many
// One page in its order: account, how many, how many to skip, and the provenance when the query has
// one. The page is chosen first, from an index alone where the order is that of creation.
[[nodiscard]] const Query& PageOfEntries(const registry::ListQuery& query);
extern const Query kGetPolicy;      // account, id, kind
extern const Query kVisitPolicies;  // account, after which id, how many
extern const Query kReadChanges;    // after which sequence, how many
extern const Query kLastSequence;
extern const Query kListAccounts;
extern const Query kListAccountSettings;
extern const Query kGetAccount;          // account
extern const Query kGetAccountSettings;  // account
extern const Query kGetDomains;          // account
extern const Query kGetCredentials;      // account
extern const Query kListDomains;
extern const Query kListCredentials;
// account, since or NULL, before or NULL, action or NULL, how many, how many to skip
extern const Query kListAuditNewest;
extern const Query kListAuditOldest;

// ---- A batch of writes --------------------------------------------------------------------------

extern const Query kBeginBatch;
extern const Query kLockHead;  // the writers of all nodes take turns here
extern const Query kTimeline;
extern const Query kCommit;
extern const Query kRollback;

extern const Query kFetchAccounts;      // accounts
extern const Query kFetchEntries;       // accounts, ids
extern const Query kFetchPolicies;      // accounts, ids
extern const Query kFetchPolicyCounts;  // accounts
extern const Query kFetchReplays;       // accounts, kinds, keys

extern const Query kInsertEntries;   // the columns of an entry
extern const Query kUpdateEntries;   // the same
extern const Query kDeleteEntries;   // accounts, ids
extern const Query kCountMore;       // accounts, provenances, entries gained
extern const Query kInsertPolicies;  // the columns of a policy
extern const Query kUpdatePolicies;  // the same
extern const Query kDeletePolicies;  // accounts, ids
extern const Query kInsertChanges;   // sequences, accounts, kinds, subjects, batch
extern const Query kInsertAudit;     // the columns of an audit record
extern const Query kPutReplays;      // the columns of a replay
extern const Query kPurgeReplays;    // the time, how many
extern const Query kPurgeChanges;    // the first sequence that stays
extern const Query kWriteHead;       // first, last, timeline, gap_begin, gap_end
extern const Query kTouchHead;
extern const Query kNotify;    // the last sequence
extern const Query kHasBatch;  // sequence, batch

// ---- Administration -----------------------------------------------------------------------------

extern const Query kInsertAccount;      // account, name, time
extern const Query kPutSetting;         // account, name, value
extern const Query kDeleteSetting;      // account, name
extern const Query kOwnerOfDomain;      // name
extern const Query kInsertDomain;       // account, name, time
extern const Query kDeleteDomain;       // account, name
extern const Query kFindCredential;     // id
extern const Query kCredentialIsTaken;  // id, hash
extern const Query kInsertCredential;   // the columns of a credential
extern const Query kRevokeCredential;   // account, id, time
extern const Query kPutAccount;         // id, name, time; makes or changes it
extern const Query kClearSettings;      // account
extern const Query kDeleteCredential;   // account, id
extern const Query kEntriesBetween;     // account, first id, last id
extern const Query kPoliciesOf;         // account

// ---- Rate limits --------------------------------------------------------------------------------

extern const Query kAddUsage;     // accounts, credentials, windows, requests
extern const Query kForgetUsage;  // accounts, the oldest window that stays

// All of them, for the tests.
[[nodiscard]] std::vector<Query> AllQueries();

}  // namespace namesake::storage::postgres
