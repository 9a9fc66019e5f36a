// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "base/clock.h"
#include "base/expected.h"
#include "record/record_feed.h"

namespace namesake::events {

// The right to publish under a name, which one process at a time has. It runs out by itself when
// its holder is killed. Used by one thread.
class Lease {
 public:
  // Long enough for a process that is starved for a while, short enough that events need not wait
  // long when a process was killed.
  static constexpr std::chrono::seconds kTerm{10};

  Lease(std::string name, record::RecordFeed& records, const base::Clock& clock);
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease();  // gives it back

  enum class State {
    kOurs,   // as it was when last asked
    kNew,    // ours, but others may have had it meanwhile: positions have to be read anew
    kTaken,  // somebody else's
  };

  // Takes and extends it when that is due. kUnavailable.
  [[nodiscard]] base::Expected<State> Hold();

 private:
  const std::string name_;
  const std::string holder_;
  record::RecordFeed& records_;
  const base::Clock& clock_;
  base::Time until_;  // that we have it
};

}  // namespace namesake::events
