// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"

namespace namesake::api {

// The registry as CSV: import creates every row or none and names each bad line, export gives the
// same form back. Safe from several threads.
class CsvTransfer {
 public:
  explicit CsvTransfer(const Context& context) : context_(context) {}

  // POST …/import[?dry_run=true]: 201 {"created": n}, or 200 {"valid": n} of a dry run.
  void Import(const CallPointer& call) const;
  void Export(const CallPointer& call) const;

 private:
  void ReadAndCommit(const CallPointer& call) const;

  const Context context_;
};

}  // namespace namesake::api
