// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "detection/known_domains.h"
#include "detection/own_domains.h"
#include "detection/reason.h"
#include "registry/policy_set.h"

namespace namesake::detection {

// A protected person or role as the engine sees it: a registry entry without its bookkeeping.
struct Identity {
  std::optional<base::Uuid> id;  // unset for a registry read from a CSV file
  std::string name;
  std::string email;  // literals with commas, or a pattern; as in registry::Entry
  bool is_email_regex = false;
  std::string comments = {};  // read only for how a name in Han characters is said; may be left out
};

// A change to apply to a snapshot: with `identity` put (a new one or the next state of a known id),
// without it removed.
struct IdentityChange {
  base::Uuid id;
  std::optional<Identity> identity;
};

class Segment;

// A merge that is due: neighbouring segments, newest first, to become one.
struct MergePlan {
  std::vector<std::shared_ptr<const Segment>> run;
  bool lowest = false;  // the run ends with the lowest segment
};

// Everything the engine knows of one account at one moment: immutable, shared, safe from several
// threads. A message keeps the snapshot it started with; a writer publishes a new one.
//
// Inside, a few immutable segments of geometrically growing size (a log-structured merge): `With`
// costs time in proportion to the change, not to the registry, and a look-up asks each segment
// once. Small segments are merged by `With` itself; large ones are left to a background thread:
//
//   if (auto plan = snapshot.PlanMerge()) {
//     auto merged = Snapshot::Merge(*plan);               // takes a while
//     newest = newest.WithMerged(*plan, merged);          // meanwhile newer segments may have come
//   }
class Snapshot {
 public:
  Snapshot();
  // From scratch. `domains` are the account's own, in ASCII form.
  Snapshot(std::vector<Identity> identities, std::vector<std::string> domains);

  // The next snapshot with the changes applied in order.
  [[nodiscard]] Snapshot With(std::vector<IdentityChange> changes) const;
  [[nodiscard]] Snapshot WithDomains(std::vector<std::string> domains) const;
  // `policies` is not null.
  [[nodiscard]] Snapshot WithPolicies(std::shared_ptr<const registry::PolicySet> policies) const;

  // `known` is not null.
  [[nodiscard]] Snapshot WithKnownDomains(std::shared_ptr<const KnownDomains> known) const;

  // Evidence of these reasons is neither weighed nor reported.
  [[nodiscard]] Snapshot WithoutReasons(const ReasonSet& off) const;

  [[nodiscard]] std::optional<MergePlan> PlanMerge() const;
  [[nodiscard]] static std::shared_ptr<const Segment> Merge(const MergePlan& plan);
  // The same content with the plan's segments replaced; unchanged when they are no longer there.
  [[nodiscard]] Snapshot WithMerged(const MergePlan& plan,
                                    std::shared_ptr<const Segment> merged) const;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }  // identities
  // What the snapshot keeps alive, shared with others or not; to within a tenth.
  [[nodiscard]] std::size_t memory_bytes() const noexcept;
  [[nodiscard]] const std::vector<std::string>& domains() const noexcept {
    return domains_->names();
  }
  [[nodiscard]] const OwnDomains& own_domains() const noexcept { return *domains_; }
  // What the administrator allows, trusts and blocks; lives as long as a snapshot that has it.
  [[nodiscard]] const registry::PolicySet& policies() const noexcept { return *policies_; }

  [[nodiscard]] const KnownDomains& known_domains() const noexcept { return *known_; }

  // The reasons that are switched off.
  [[nodiscard]] const ReasonSet& off() const noexcept { return off_; }

  // For the engine: the segments, newest first. An identity of a segment counts only when no newer
  // segment knows its id.
  [[nodiscard]] const std::vector<std::shared_ptr<const Segment>>& segments() const noexcept {
    return segments_;
  }

 private:
  [[nodiscard]] bool Contains(const base::Uuid& id) const noexcept;
  void MergeSmallSegments();

  std::vector<std::shared_ptr<const Segment>> segments_;
  std::shared_ptr<const OwnDomains> domains_;
  std::shared_ptr<const registry::PolicySet> policies_;
  std::shared_ptr<const KnownDomains> known_;
  ReasonSet off_;
  std::size_t size_ = 0;
};

}  // namespace namesake::detection
