// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// GET …/email-security/investigate and below it: the messages that were seen, for an analyst.
// Reading records may take as long as the disk does: it is done by the workers. Safe from several
// threads.
class Investigate {
 public:
  explicit Investigate(const Context& context) : context_(context) {}

  void List(const CallPointer& call) const;

  // The messages of a search in numbers: of so many that one request does not keep a worker for
  // seconds, the newest ones.
  void Totals(const CallPointer& call) const;

  void Get(const CallPointer& call) const;
  void Detections(const CallPointer& call) const;
  void ActionLog(const CallPointer& call) const;
  void Raw(const CallPointer& call) const;
  void Trace(const CallPointer& call) const;

 private:
  // Finds the message of the path, then answers with what `answer` makes of it.
  template <typename Answer>
  void WithMessage(const CallPointer& call, Answer answer) const;

  const Context context_;
};

}  // namespace namesake::api
