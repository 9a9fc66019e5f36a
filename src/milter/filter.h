// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/guarded.h"
#include "live/live_registry.h"
#include "milter/action.h"
#include "milter/counters.h"

namespace namesake::milter {

// What all SMTP connections share. Safe from several threads.
class Filter {
 public:
  // `registry` must outlive this object.
  Filter(live::LiveRegistry& registry, Conduct conduct);
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // Messages that begin from now on are treated so.
  void SetConduct(Conduct conduct);
  [[nodiscard]] std::shared_ptr<const Conduct> conduct() const;

  [[nodiscard]] live::LiveRegistry& registry() const noexcept { return registry_; }
  [[nodiscard]] Counters& counters() noexcept { return counters_; }

 private:
  live::LiveRegistry& registry_;
  base::Guarded<std::shared_ptr<const Conduct>> conduct_;
  Counters counters_;
};

}  // namespace namesake::milter
