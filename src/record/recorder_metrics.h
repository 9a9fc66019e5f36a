// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "record/recorder.h"

namespace prometheus {
class Registry;
}

namespace namesake::record {

// What a recorder does and has to do, among a program's metrics. Set by one thread at a time.
class RecorderMetrics {
 public:
  // `registry` must outlive this object.
  explicit RecorderMetrics(prometheus::Registry& registry);
  ~RecorderMetrics();
  RecorderMetrics(const RecorderMetrics&) = delete;
  RecorderMetrics& operator=(const RecorderMetrics&) = delete;

  void Set(const Recorder::Status& status);

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace namesake::record
