// SPDX-License-Identifier: Apache-2.0
#include "api/commit.h"

#include <functional>
#include <string>
#include <utility>

#include "api/call.h"
#include "api/context.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/store.h"

namespace namesake::api {

void CommitThen(const Context& context, const CallPointer& call, registry::Write write,
                std::string body, std::function<void(std::string)> visible,
                const std::function<bool(const base::Error&)>& failed) {
  context.store.Commit(
      std::move(write),
      [&registry = context.registry, call, body = std::move(body), visible = std::move(visible),
       failed](base::Expected<registry::Committed> committed) mutable {
        if (!committed) {
          if (!failed || !failed(committed.error())) call->Answer(committed.error());
          return;
        }
        if (committed->replayed_answer) return visible(std::move(*committed->replayed_answer));
        registry.WhenVisible(committed->sequence,
                             [visible = std::move(visible), body = std::move(body)]() mutable {
                               visible(std::move(body));
                             });
      });
}

}  // namespace namesake::api
