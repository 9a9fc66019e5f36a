// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/context.h"
#include "api/policy_draft.h"

namespace namesake::api {

// The resources allow_policies, trusted_domains and block_senders, which differ in their fields
// alone (policy_json): the row of the route says which one a call is about. Calls come here
// admitted. A change is answered when it is durable and when this node's engine works with it.
// Safe from several threads.
class Policies {
 public:
  explicit Policies(const Context& context) : context_(context) {}

  void List(const CallPointer& call) const;
  // A trusted domain may come as a list of them, as clients of before 2026 send it: then the result
  // is a list, too.
  void Create(const CallPointer& call) const;
  void Get(const CallPointer& call) const;
  void Edit(const CallPointer& call) const;     // PATCH
  void Replace(const CallPointer& call) const;  // PUT
  void Delete(const CallPointer& call) const;
  void Batch(const CallPointer& call) const;

 private:
  // How the result of steps that were carried out looks, as JSON.
  using Show = std::function<std::string(const std::vector<PolicyDraft::Result>&)>;
  struct Request {
    std::vector<PolicyStep> steps;
    int status = 200;  // of success
    Show show;
  };

  void Change(const CallPointer& call, PolicyStep::Kind kind) const;
  void Start(const CallPointer& call, Request request) const;
  // One try to carry out the steps on top of what is there; begins anew when somebody else's change
  // came between. May block.
  void Try(const CallPointer& call, const std::shared_ptr<const Request>& request, int tries) const;

  const Context context_;
};

}  // namespace namesake::api
