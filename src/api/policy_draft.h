// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/failure.h"
#include "api/policy_json.h"
#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::api {

// One thing that is asked for, decoded. `where` is the pointer of its item in the body: "" when the
// body is all there is.
struct PolicyStep {
  enum class Kind { kDelete, kEdit, kReplace, kCreate };

  Kind kind = Kind::kCreate;
  std::string where;
  std::optional<base::Uuid> id;  // not of kCreate; unset: of impossible form, so unknown
  PolicyFields fields;           // not of kDelete
};

// A batch has at most so many items of each kind: the published schema's.
inline constexpr std::size_t kMaxBatchItems = 1000;

// Reads the body of a batch; steps come in the order in which they are carried out.
[[nodiscard]] Checked<std::vector<PolicyStep>> DecodeBatch(const boost::json::object& body,
                                                           registry::PolicyKind kind);

// Works out what steps come to, on top of what the store has now: each sees what those before it
// have done. Nothing is written; see registry::ChangePolicies for what happens when somebody else
// is faster.
class PolicyDraft {
 public:
  // Whether policies to be deleted are looked for; if not, the write fails when one is missing.
  enum class Deletes { kUnseen, kLookedUp };

  PolicyDraft(registry::Store& store, const registry::AccountId& account, registry::PolicyKind kind,
              base::Time now, Deletes deletes)
      : store_(store), account_(account), now_(now), deletes_(deletes) {
    change_.kind = kind;
  }

  // Reads from the store, so it may block. Refused: an unknown id (every one of them is named), or
  // fields that do not fit.
  [[nodiscard]] Checked<void> Add(const std::vector<PolicyStep>& steps);

  [[nodiscard]] registry::ChangePolicies& change() noexcept { return change_; }
  // The policies as they will be, in the order of the steps; of a deleted one only id and kind.
  struct Result {
    PolicyStep::Kind kind;
    registry::Policy policy;
  };
  [[nodiscard]] const std::vector<Result>& results() const noexcept { return results_; }

 private:
  [[nodiscard]] Checked<std::optional<registry::Policy>> Find(const PolicyStep& step);
  [[nodiscard]] Checked<registry::Policy> Changed(const registry::Policy& before,
                                                  const PolicyStep& step) const;
  [[nodiscard]] registry::Policy Blank(const base::Uuid& id, base::Time created_at) const;
  [[nodiscard]] Checked<void> AddOne(const PolicyStep& step, base::Time created_at);

  registry::Store& store_;
  const registry::AccountId account_;
  const base::Time now_;
  const Deletes deletes_;
  registry::ChangePolicies change_;
  std::vector<Result> results_;
  std::unordered_map<base::Uuid, std::optional<registry::Policy>> known_;  // unset: not there
  std::vector<std::string> missing_;  // pointers of steps whose policy is not there
};

}  // namespace namesake::api
