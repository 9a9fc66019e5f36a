// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "live/live_registry.h"

namespace prometheus {
class Registry;
}

namespace namesake::live {

// How a program follows its store, among its metrics. Set by one thread at a time.
class StatusMetrics {
 public:
  // `registry` must outlive this object.
  explicit StatusMetrics(prometheus::Registry& registry);
  ~StatusMetrics();
  StatusMetrics(const StatusMetrics&) = delete;
  StatusMetrics& operator=(const StatusMetrics&) = delete;

  void Set(const Status& status);

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace namesake::live
