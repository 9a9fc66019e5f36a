// SPDX-License-Identifier: Apache-2.0
#include "api/policy_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/body_decoder.h"
#include "api/failure.h"
#include "api/policy_json.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

using registry::Policy;
using registry::PolicyKind;

struct BatchList {
  std::string_view key;
  PolicyStep::Kind kind;
};

// In the order in which they are carried out.
constexpr std::array<BatchList, 4> kBatchLists = {{
    {"deletes", PolicyStep::Kind::kDelete},
    {"patches", PolicyStep::Kind::kEdit},
    {"puts", PolicyStep::Kind::kReplace},
    {"posts", PolicyStep::Kind::kCreate},
}};

void Append(std::vector<Problem>& problems, Failure failure) {
  for (Problem& problem : failure.problems) problems.push_back(std::move(problem));
}

void DecodeItem(const json::value& item, const BatchList& list, std::string where, PolicyKind kind,
                std::vector<PolicyStep>& steps, std::vector<Problem>& problems) {
  const json::object* const object = item.if_object();
  if (object == nullptr) {
    problems.push_back(InvalidValue(std::move(where), "must be an object"));
    return;
  }
  PolicyStep step;
  step.kind = list.kind;
  step.where = std::move(where);
  if (list.kind != PolicyStep::Kind::kCreate) {
    const json::value* const id = object->if_contains("id");
    const json::string* const text = id == nullptr ? nullptr : id->if_string();
    if (text == nullptr) {
      problems.push_back(InvalidValue(step.where + "/id",
                                      id == nullptr ? "id is required" : "id must be a string"));
    } else {
      step.id = base::ParseUuid(*text);
    }
  }
  if (list.kind != PolicyStep::Kind::kDelete) {
    const auto completeness =
        list.kind == PolicyStep::Kind::kEdit ? Completeness::kPart : Completeness::kWhole;
    auto fields = DecodePolicy(*object, kind, completeness, step.where);
    if (!fields) return Append(problems, std::move(fields.error()));
    step.fields = std::move(*fields);
  }
  steps.push_back(std::move(step));
}

void DecodeList(const json::object& body, const BatchList& list, PolicyKind kind,
                std::vector<PolicyStep>& steps, std::vector<Problem>& problems) {
  const auto wrong = [&](std::string_view what) {
    problems.push_back(
        InvalidValue(fmt::format("/{}", list.key), fmt::format("{} {}", list.key, what)));
  };
  const json::value* const value = body.if_contains(list.key);
  if (value == nullptr) return wrong("is required");
  const json::array* const items = value->if_array();
  if (items == nullptr) return wrong("must be a list");
  if (items->size() > kMaxBatchItems) {
    return wrong(fmt::format("must have at most {} items", kMaxBatchItems));
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    DecodeItem((*items)[i], list, fmt::format("/{}/{}", list.key, i), kind, steps, problems);
  }
}

}  // namespace

Checked<std::vector<PolicyStep>> DecodeBatch(const json::object& body, PolicyKind kind) {
  std::vector<PolicyStep> steps;
  std::vector<Problem> problems;
  for (const BatchList& list : kBatchLists) DecodeList(body, list, kind, steps, problems);
  if (!problems.empty()) return Refuse(Invalid(std::move(problems)));
  return steps;
}

Checked<void> PolicyDraft::Add(const std::vector<PolicyStep>& steps) {
  // New policies keep their order in lists by time: each is a microsecond older than the next.
  const auto creates = std::ranges::count(steps, PolicyStep::Kind::kCreate, &PolicyStep::kind);
  base::Time created_at = now_ - std::chrono::microseconds(creates);
  std::vector<Problem> problems;
  for (const PolicyStep& step : steps) {
    if (step.kind == PolicyStep::Kind::kCreate) created_at += std::chrono::microseconds(1);
    if (auto added = AddOne(step, created_at); !added) {
      if (added.error().status != 400) return added;
      Append(problems, std::move(added.error()));
    }
  }
  if (!problems.empty()) return Refuse(Invalid(std::move(problems)));
  if (missing_.empty()) return {};
  const std::string_view title = ResourceOf(change_.kind).title;
  if (steps.size() == 1 && steps.front().where.empty()) return Refuse(PolicyNotFound(title));
  return Refuse(PoliciesNotFound(title, std::move(missing_)));
}

Checked<std::optional<Policy>> PolicyDraft::Find(const PolicyStep& step) {
  if (!step.id) return std::nullopt;
  if (const auto found = known_.find(*step.id); found != known_.end()) return found->second;
  if (step.kind == PolicyStep::Kind::kDelete && deletes_ == Deletes::kUnseen) {
    return Blank(*step.id, now_);
  }
  auto policy = store_.GetPolicy(account_, change_.kind, *step.id);
  if (!policy) return Refuse(FromError(policy.error()));
  known_.emplace(*step.id, *policy);
  return std::move(*policy);
}

Policy PolicyDraft::Blank(const base::Uuid& id, base::Time created_at) const {
  Policy policy;
  policy.account = account_;
  policy.id = id;
  policy.rule = registry::MakeRule(change_.kind, registry::PatternType::kUnknown, 0);
  policy.created_at = created_at;
  policy.modified_at = created_at;
  return policy;
}

Checked<Policy> PolicyDraft::Changed(const Policy& before, const PolicyStep& step) const {
  Policy policy = before;
  if (step.kind == PolicyStep::Kind::kReplace) {
    policy.comments.reset();  // what is not given goes back to its default
  }
  // A clock that was set back must not make a change look older than the one before.
  policy.modified_at = std::max(now_, before.modified_at + std::chrono::microseconds(1));
  return ApplyFields(std::move(policy), step.fields, step.where);
}

Checked<void> PolicyDraft::AddOne(const PolicyStep& step, base::Time created_at) {
  if (step.kind == PolicyStep::Kind::kCreate) {
    auto policy =
        ApplyFields(Blank(base::MakeUuidV7(created_at), created_at), step.fields, step.where);
    if (!policy) return Refuse(std::move(policy.error()));
    change_.creates.push_back(*policy);
    results_.push_back({step.kind, std::move(*policy)});
    return {};
  }
  auto before = Find(step);
  if (!before) return Refuse(std::move(before.error()));
  if (!*before) {
    missing_.push_back(step.where + "/id");
    return {};
  }
  if (step.kind == PolicyStep::Kind::kDelete) {
    change_.deletes.push_back(*step.id);
    known_[*step.id].reset();
    results_.push_back({step.kind, std::move(**before)});
    return {};
  }
  auto policy = Changed(**before, step);
  if (!policy) return Refuse(std::move(policy.error()));
  change_.replaces.push_back({*policy, (*before)->modified_at});
  known_[*step.id] = *policy;
  results_.push_back({step.kind, std::move(*policy)});
  return {};
}

}  // namespace namesake::api
