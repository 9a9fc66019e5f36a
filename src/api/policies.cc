// SPDX-License-Identifier: Apache-2.0
#include "api/policies.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstddef>
#include <memory>
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
#include "api/policy_draft.h"
#include "api/policy_json.h"
#include "api/replay.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/uuid.h"
#include "http/message.h"
#include "registry/account.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

using Results = std::vector<PolicyDraft::Result>;

constexpr std::string_view kPolicyParameter = "policy_id";

// Tries of one request that lose races against others before the client is told to come back.
constexpr int kMaxTries = 16;

registry::PolicyKind KindOf(const Call& call) noexcept { return call.admission().row->policies; }

std::optional<base::Uuid> PolicyId(const Call& call) {
  return base::ParseUuid(call.admission().match.Parameter(kPolicyParameter));
}

http::Response PolicyAnswer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  AddDeprecation(response);
  return response;
}

void Append(const PolicyDraft::Result& result, std::string& text) {
  if (result.kind == PolicyStep::Kind::kDelete) {
    text += fmt::format(R"({{"id":"{}"}})", base::FormatUuid(result.policy.id));
  } else {
    AppendPolicy(result.policy, text);
  }
}

std::string ShowFirst(const Results& results) {
  std::string text;
  Append(results.front(), text);
  return text;
}

// Those of one kind as an array.
std::string ShowList(const Results& results, PolicyStep::Kind kind) {
  std::string text = "[";
  for (const PolicyDraft::Result& result : results) {
    if (result.kind != kind) continue;
    if (text.size() > 1) text += ',';
    Append(result, text);
  }
  return text + ']';
}

std::string ShowCreated(const Results& results) {
  return ShowList(results, PolicyStep::Kind::kCreate);
}

std::string ShowBatch(const Results& results) {
  return fmt::format(R"({{"deletes":{},"patches":{},"puts":{},"posts":{}}})",
                     ShowList(results, PolicyStep::Kind::kDelete),
                     ShowList(results, PolicyStep::Kind::kEdit),
                     ShowList(results, PolicyStep::Kind::kReplace), ShowCreated(results));
}

std::string_view ChangeName(PolicyStep::Kind kind) noexcept {
  switch (kind) {
    case PolicyStep::Kind::kDelete:
      return "deleted";
    case PolicyStep::Kind::kEdit:
      return "edited";
    case PolicyStep::Kind::kReplace:
      return "replaced";
    case PolicyStep::Kind::kCreate:
      break;
  }
  return "created";
}

// Who changed what an administrator allows: the pattern itself is not for the log.
void LogChanges(const Call& call, const Results& results) {
  for (const PolicyDraft::Result& result : results) {
    base::Log(base::LogLevel::kInfo, "policy_changed",
              {{"request", call.ray()},
               {"account", registry::FormatAccountId(call.account())},
               {"kind", registry::PolicyKindName(result.policy.kind())},
               {"policy", base::FormatUuid(result.policy.id)},
               {"change", ChangeName(result.kind)},
               {"credential", call.admission().credential->id}});
  }
}

Checked<std::vector<PolicyStep>> DecodeArray(const json::array& items, registry::PolicyKind kind) {
  if (items.empty() || items.size() > kMaxBatchItems) {
    return Refuse(
        Invalid({InvalidValue("", fmt::format("a list must have 1 to {} items", kMaxBatchItems))}));
  }
  std::vector<PolicyStep> steps;
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < items.size(); ++i) {
    PolicyStep step;
    step.where = fmt::format("/{}", i);
    const json::object* const object = items[i].if_object();
    if (object == nullptr) {
      problems.push_back(InvalidValue(step.where, "must be an object"));
      continue;
    }
    auto fields = DecodePolicy(*object, kind, Completeness::kWhole, step.where);
    if (!fields) {
      for (Problem& problem : fields.error().problems) problems.push_back(std::move(problem));
      continue;
    }
    step.fields = std::move(*fields);
    steps.push_back(std::move(step));
  }
  if (!problems.empty()) return Refuse(Invalid(std::move(problems)));
  return steps;
}

}  // namespace

void Policies::List(const CallPointer& call) const {
  auto query = DecodePolicyQuery(call->request().query, KindOf(*call));
  if (!query) return call->Answer(query.error());
  const bool posted =
      context_.workers.Post([call, query = std::move(*query), &store = context_.store] {
        const auto page = store.ListPolicies(call->account(), query);
        if (!page) return call->Answer(page.error());
        std::string array = "[";
        for (const registry::Policy& policy : page->policies) {
          if (array.size() > 1) array += ',';
          AppendPolicy(policy, array);
        }
        array += ']';
        http::Response response = ListSuccess(
            array, {query.page, query.per_page, page->policies.size(), page->total_count});
        AddDeprecation(response);
        call->Answer(std::move(response));
      });
  if (!posted) call->Answer(Unavailable());
}

void Policies::Create(const CallPointer& call) const {
  const registry::PolicyKind kind = KindOf(*call);
  auto body = ReadJsonBody(call->request());
  if (!body) return call->Answer(body.error());
  if (kind == registry::PolicyKind::kTrustedDomain && body->is_array()) {
    const bool posted = context_.workers.Post([this, call, items = std::move(*body)] {
      auto steps = DecodeArray(items.get_array(), KindOf(*call));
      if (!steps) return call->Answer(steps.error());
      Start(call, {.steps = std::move(*steps), .status = 201, .show = ShowCreated});
    });
    if (!posted) call->Answer(Unavailable());
    return;
  }
  const json::object* const object = body->if_object();
  if (object == nullptr) {
    return call->Answer(Invalid({InvalidValue("", "the body must be a JSON object")}));
  }
  auto fields = DecodePolicy(*object, kind, Completeness::kWhole);
  if (!fields) return call->Answer(fields.error());
  Request request{.steps = {}, .status = 201, .show = ShowFirst};
  request.steps.emplace_back().fields = std::move(*fields);
  Start(call, std::move(request));
}

void Policies::Get(const CallPointer& call) const {
  const registry::PolicyKind kind = KindOf(*call);
  const auto id = PolicyId(*call);
  if (!id) return call->Answer(PolicyNotFound(ResourceOf(kind).title));
  const auto policy = context_.store.GetPolicy(call->account(), kind, *id);
  if (!policy) return call->Answer(policy.error());
  if (!*policy) return call->Answer(PolicyNotFound(ResourceOf(kind).title));
  std::string text;
  AppendPolicy(**policy, text);
  call->Answer(PolicyAnswer(200, SuccessBody(text)));
}

void Policies::Edit(const CallPointer& call) const { Change(call, PolicyStep::Kind::kEdit); }

void Policies::Replace(const CallPointer& call) const { Change(call, PolicyStep::Kind::kReplace); }

void Policies::Change(const CallPointer& call, PolicyStep::Kind kind) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  auto fields =
      DecodePolicy(*body, KindOf(*call),
                   kind == PolicyStep::Kind::kEdit ? Completeness::kPart : Completeness::kWhole);
  if (!fields) return call->Answer(fields.error());
  Request request;
  PolicyStep& step = request.steps.emplace_back();
  step.kind = kind;
  step.id = PolicyId(*call);
  step.fields = std::move(*fields);
  request.show = ShowFirst;
  Start(call, std::move(request));
}

void Policies::Delete(const CallPointer& call) const {
  Request request;
  PolicyStep& step = request.steps.emplace_back();
  step.kind = PolicyStep::Kind::kDelete;
  step.id = PolicyId(*call);
  request.show = ShowFirst;
  Start(call, std::move(request));
}

void Policies::Batch(const CallPointer& call) const {
  // Reading some thousand items and what they change: not on an event loop.
  const bool posted = context_.workers.Post([this, call] {
    const auto body = ReadJsonObject(call->request());
    if (!body) return call->Answer(body.error());
    auto steps = DecodeBatch(*body, KindOf(*call));
    if (!steps) return call->Answer(steps.error());
    Request request;
    request.steps = std::move(*steps);
    request.show = ShowBatch;
    Start(call, std::move(request));
  });
  if (!posted) call->Answer(Unavailable());
}

void Policies::Start(const CallPointer& call, Request request) const {
  Try(call, std::make_shared<const Request>(std::move(request)), 1);
}

void Policies::Try(const CallPointer& call, const std::shared_ptr<const Request>& request,
                   int tries) const {
  const base::Time now = context_.clock.Now();
  // At first what is to be deleted is not looked for: a repeated request has to get its first
  // answer, which the commit finds, and not be told that there is nothing to delete.
  PolicyDraft draft(context_.store, call->account(), KindOf(*call), now,
                    tries == 1 ? PolicyDraft::Deletes::kUnseen : PolicyDraft::Deletes::kLookedUp);
  if (auto added = draft.Add(request->steps); !added) {
    // Some are missing for sure; now look for the others, too, to name all of them.
    if (added.error().status == 404 && tries == 1) return Try(call, request, tries + 1);
    return call->Answer(added.error());
  }
  std::string answer = SuccessBody(request->show(draft.results()));
  if (draft.results().empty()) {
    return call->Answer(PolicyAnswer(request->status, std::move(answer)));
  }
  registry::Write write{call->account(), std::move(draft.change()), ReplayOf(*call, answer), now};
  CommitThen(
      context_, call, std::move(write), std::move(answer),
      [call, status = request->status](std::string text) {
        call->Answer(PolicyAnswer(status, std::move(text)));
      },
      [this, call, request, tries](const base::Error& error) {
        // Changed or deleted since it was read: reading again tells which. That blocks, which the
        // store's own thread must not.
        const bool lost_race =
            error.code == base::ErrorCode::kConflict || error.code == base::ErrorCode::kNotFound;
        if (!lost_race || tries == kMaxTries) return false;
        return context_.workers.Post(
            [this, call, request, tries] { Try(call, request, tries + 1); });
      },
      [call, results = draft.results()] { LogChanges(*call, results); });
}

}  // namespace namesake::api
