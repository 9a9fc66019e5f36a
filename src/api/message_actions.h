// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "api/call.h"
#include "api/context.h"
#include "api/failure.h"
#include "record/message_record.h"

namespace namesake::api {

// What an analyst does with a recorded message: release it, move it, say what it really was. Each
// is written to the message's log, with who asked for it. Safe from several threads.
class MessageActions {
 public:
  explicit MessageActions(const Context& context) : context_(context) {}

  // POST …/investigate/release: `[ids]` or `{"ids": [ids]}`.
  void Release(const CallPointer& call) const;
  // POST …/investigate/move and …/investigate/{id}/move. A filter can move only what it holds: to
  // the inbox, which releases it, or into the bin, which drops it.
  void MoveMany(const CallPointer& call) const;
  void MoveOne(const CallPointer& call) const;
  // POST …/investigate/{id}/reclassify. To NONE: with what would have avoided the flag.
  void Reclassify(const CallPointer& call) const;

 private:
  const Context context_;
};

}  // namespace namesake::api
