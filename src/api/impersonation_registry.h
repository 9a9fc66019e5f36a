// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "api/context.h"
#include "api/entry_json.h"
#include "base/uuid.h"
#include "detection/snapshot.h"
#include "registry/entry.h"

namespace namesake::api {

// The resource `impersonation_registry`: list, create, get, edit, delete. Calls come here admitted.
// A change is answered when it is durable and when this node's engine works with it.
// Safe from several threads.
class ImpersonationRegistry {
 public:
  explicit ImpersonationRegistry(const Context& context) : context_(context) {}

  void List(const CallPointer& call) const;
  void Create(const CallPointer& call) const;
  void Get(const CallPointer& call) const;
  void Edit(const CallPointer& call) const;
  void Delete(const CallPointer& call) const;

 private:
  void CommitNew(const CallPointer& call, registry::Entry entry,
                 const detection::Snapshot& snapshot) const;

  // One try to put the edited entry in place of the one that was read; begins anew when somebody
  // else's change came between.
  void TryEdit(const CallPointer& call, const base::Uuid& id, const EntryFields& fields,
               int tries_left) const;

  const Context context_;
};

}  // namespace namesake::api
