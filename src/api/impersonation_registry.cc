// SPDX-License-Identifier: Apache-2.0
#include "api/impersonation_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/body_decoder.h"
#include "api/call.h"
#include "api/commit.h"
#include "api/entry_json.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/json_body.h"
#include "api/list_query.h"
#include "api/replay.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/uuid.h"
#include "detection/entry_check.h"
#include "detection/snapshot.h"
#include "http/message.h"
#include "live/live_registry.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::api {
namespace {

constexpr std::string_view kEntryParameter = "entry_id";

// Lost races of an edit against others of the same entry before the client is told to come back.
// Each loss is somebody else's success, so only a crowd on one entry gets there.
constexpr int kMaxEditTries = 16;

http::Response Answer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Response EntryAnswer(int status, std::string body) {
  http::Response response = Answer(status, std::move(body));
  AddDeprecation(response);
  return response;
}

std::string EntryBody(const Call& call, const registry::Entry& entry,
                      const std::vector<Message>& messages = {}) {
  std::string text;
  AppendEntry(entry, ProvenanceViewFor(call.request()), text);
  return SuccessBody(text, messages);
}

int CodeOf(detection::ConcernKind kind) noexcept {
  switch (kind) {
    case detection::ConcernKind::kOneWordName:
      return 11001;
    case detection::ConcernKind::kCommonWords:
      return 11002;
    case detection::ConcernKind::kOtherNamesake:
      return 11003;
    case detection::ConcernKind::kFreeMailAddress:
      return 11004;
    case detection::ConcernKind::kPatternMatchesAll:
      return 11005;
  }
  return 11000;
}

// What the administrator should know about the entry; it is created all the same.
std::vector<Message> MessagesAbout(const registry::Entry& entry,
                                   const detection::Snapshot& snapshot) {
  std::vector<Message> messages;
  const detection::Identity identity{.id = entry.id,
                                     .name = entry.name,
                                     .email = entry.email,
                                     .is_email_regex = entry.is_email_regex,
                                     .comments = entry.comments.value_or("")};
  for (detection::Concern& concern : detection::CheckIdentity(identity, snapshot)) {
    messages.push_back({CodeOf(concern.kind), std::move(concern.detail)});
  }
  return messages;
}

http::Response ListAnswer(const Call& call, const registry::ListQuery& query,
                          const registry::EntryPage& page) {
  const ProvenanceView view = ProvenanceViewFor(call.request());
  std::string array = "[";
  for (const registry::Entry& entry : page.entries) {
    if (array.size() > 1) array += ',';
    AppendEntry(entry, view, array);
  }
  array += ']';
  http::Response response =
      ListSuccess(array, {query.page, query.per_page, page.entries.size(), page.total_count});
  AddDeprecation(response);
  return response;
}

// An id of impossible form is unknown like any other: to Terraform, 404 alone means "gone".
std::optional<base::Uuid> EntryId(const Call& call) {
  return base::ParseUuid(call.admission().match.Parameter(kEntryParameter));
}

}  // namespace

void ImpersonationRegistry::List(const CallPointer& call) const {
  auto query = DecodeListQuery(call->request().query);
  if (!query) return call->Answer(query.error());
  // A search reads every entry of the account: not on an event loop.
  const bool posted =
      context_.workers.Post([call, query = std::move(*query), &store = context_.store] {
        const auto page = store.ListEntries(call->account(), query);
        if (!page) return call->Answer(page.error());
        call->Answer(ListAnswer(*call, query, *page));
      });
  if (!posted) call->Answer(Unavailable());
}

void ImpersonationRegistry::Create(const CallPointer& call) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  const auto fields = DecodeEntry(*body, Completeness::kWhole);
  if (!fields) return call->Answer(fields.error());

  const base::Time now = context_.clock.Now();
  registry::Entry blank;
  blank.account = call->account();
  blank.id = base::MakeUuidV7(now);
  blank.created_at = now;
  blank.modified_at = now;
  auto entry = ApplyFields(std::move(blank), *fields);
  if (!entry) return call->Answer(entry.error());

  if (const auto snapshot = context_.registry.LoadedSnapshotOf(call->account())) {
    return CommitNew(call, *std::move(entry), *snapshot);
  }
  // The first request of an account reads its entries: not on an event loop.
  const bool posted = context_.workers.Post([this, call, entry = *std::move(entry)]() mutable {
    const auto snapshot = context_.registry.SnapshotOf(call->account());
    if (!snapshot) return call->Answer(snapshot.error());
    CommitNew(call, std::move(entry), **snapshot);
  });
  if (!posted) call->Answer(Unavailable());
}

void ImpersonationRegistry::CommitNew(const CallPointer& call, registry::Entry entry,
                                      const detection::Snapshot& snapshot) const {
  const base::Time now = entry.created_at;
  std::string answer = EntryBody(*call, entry, MessagesAbout(entry, snapshot));
  registry::Write write{call->account(), registry::CreateEntries{{std::move(entry)}},
                        ReplayOf(*call, answer), now};
  CommitThen(context_, call, std::move(write), std::move(answer),
             [call](std::string text) { call->Answer(EntryAnswer(201, std::move(text))); });
}

void ImpersonationRegistry::Get(const CallPointer& call) const {
  const auto id = EntryId(*call);
  if (!id) return call->Answer(EntryNotFound());
  // A read by key: some microseconds, not worth another thread.
  const auto entry = context_.store.GetEntry(call->account(), *id);
  if (!entry) return call->Answer(entry.error());
  if (!*entry) return call->Answer(EntryNotFound());
  call->Answer(EntryAnswer(200, EntryBody(*call, **entry)));
}

void ImpersonationRegistry::Edit(const CallPointer& call) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  const auto fields = DecodeEntry(*body, Completeness::kPart);
  if (!fields) return call->Answer(fields.error());
  const auto id = EntryId(*call);
  if (!id) return call->Answer(EntryNotFound());
  TryEdit(call, *id, *fields, kMaxEditTries);
}

void ImpersonationRegistry::TryEdit(const CallPointer& call, const base::Uuid& id,
                                    const EntryFields& fields, int tries_left) const {
  const auto found = context_.store.GetEntry(call->account(), id);
  if (!found) return call->Answer(found.error());
  if (!*found) return call->Answer(EntryNotFound());
  auto entry = ApplyFields(**found, fields);
  if (!entry) return call->Answer(entry.error());

  const base::Time now = context_.clock.Now();
  const base::Time before = (*found)->modified_at;
  // A clock that was set back must not make a change look older than the one before.
  entry->modified_at = std::max(now, before + std::chrono::microseconds(1));
  std::string answer = EntryBody(*call, *entry);
  registry::Write write{call->account(), registry::ReplaceEntry{std::move(*entry), before},
                        ReplayOf(*call, answer), now};
  CommitThen(
      context_, call, std::move(write), std::move(answer),
      [call](std::string text) { call->Answer(EntryAnswer(200, std::move(text))); },
      [this, call, id, fields, tries_left](const base::Error& error) {
        if (error.code != base::ErrorCode::kConflict || tries_left <= 1) return false;
        // Reading again blocks, which the store's own thread must not.
        return context_.workers.Post(
            [this, call, id, fields, tries_left] { TryEdit(call, id, fields, tries_left - 1); });
      });
}

void ImpersonationRegistry::Delete(const CallPointer& call) const {
  const auto id = EntryId(*call);
  if (!id) return call->Answer(EntryNotFound());
  std::string answer =
      SuccessBody(boost::json::serialize(boost::json::object{{"id", base::FormatUuid(*id)}}));
  registry::Write write{call->account(), registry::DeleteEntry{*id}, ReplayOf(*call, answer),
                        context_.clock.Now()};
  CommitThen(context_, call, std::move(write), std::move(answer),
             [call](std::string text) { call->Answer(Answer(200, std::move(text))); });
}

}  // namespace namesake::api
