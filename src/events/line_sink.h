// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "events/event.h"

namespace namesake::events {

// Takes events as lines. May block; used by one thread, but for Reopen.
class LineSink {
 public:
  LineSink() = default;
  LineSink(const LineSink&) = delete;
  LineSink& operator=(const LineSink&) = delete;
  virtual ~LineSink() = default;

  // kUnavailable: it has to be written again.
  [[nodiscard]] virtual base::Status Write(const Event& event) = 0;

  // The place behind it may be another one now, as after logrotate. From any thread.
  virtual void Reopen() {}
};

// Appends to a file, which is made with mode 0640 when it is missing. A line that a crash or a full
// disk has cut off is ended before the next one. Nothing but a regular file will do: writing to it
// never waits for a reader.
[[nodiscard]] std::unique_ptr<LineSink> MakeFileSink(std::string path);

// syslog(3) under a facility ("local0"); messages as warnings, the rest as notices. Nobody tells
// whether the system's logger has taken a line. `write` stands in for syslog(3) in tests.
using WriteSyslog = std::function<void(int priority, const std::string& line)>;
[[nodiscard]] std::unique_ptr<LineSink> MakeSyslogSink(std::string_view facility,
                                                       WriteSyslog write = {});

}  // namespace namesake::events
