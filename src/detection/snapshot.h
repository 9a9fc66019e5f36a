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

namespace namesake::detection {

// A protected person or role as the engine sees it: a registry entry without its bookkeeping.
struct Identity {
  std::optional<base::Uuid> id;  // unset for a registry read from a CSV file
  std::string name;
  std::string email;  // literals with commas, or a pattern; as in registry::Entry
  bool is_email_regex = false;
};

// A change to apply to a snapshot: with `identity` put (a new one or the next state of a known id),
// without it removed.
struct IdentityChange {
  base::Uuid id;
  std::optional<Identity> identity;
};

class Segment;

// Everything the engine knows of one account at one moment: immutable, shared, safe from several
// threads. A message keeps the snapshot it started with; a writer publishes a new one.
//
// Inside, a few immutable segments of geometrically growing size (a log-structured merge): `With`
// costs time in proportion to the change, not to the registry, and a look-up asks each segment once.
class Snapshot {
 public:
  Snapshot();
  // From scratch. `domains` are the account's own, in ASCII form.
  Snapshot(std::vector<Identity> identities, std::vector<std::string> domains);

  // The next snapshot with the changes applied in order.
  [[nodiscard]] Snapshot With(std::vector<IdentityChange> changes) const;
  [[nodiscard]] Snapshot WithDomains(std::vector<std::string> domains) const;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }  // identities
  [[nodiscard]] const std::vector<std::string>& domains() const noexcept { return *domains_; }

  // For the engine: the segments, newest first. An identity of a segment counts only when no newer
  // segment knows its id.
  [[nodiscard]] const std::vector<std::shared_ptr<const Segment>>& segments() const noexcept {
    return segments_;
  }

 private:
  std::vector<std::shared_ptr<const Segment>> segments_;
  std::shared_ptr<const std::vector<std::string>> domains_;
  std::size_t size_ = 0;
};

}  // namespace namesake::detection
