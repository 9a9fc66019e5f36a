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
                const std::function<bool(const base::Error&)>& failed,
                const std::function<void()>& committed) {
  write.actor = call->actor();
  context.store.Commit(
      std::move(write),
      [&registry = context.registry, call, body = std::move(body), visible = std::move(visible),
       failed, committed](base::Expected<registry::Committed> result) mutable {
        if (!result) {
          if (!failed || !failed(result.error())) call->Answer(result.error());
          return;
        }
        if (result->replayed_answer) return visible(std::move(*result->replayed_answer));
        if (committed) committed();
        registry.WhenVisible(result->sequence,
                             [visible = std::move(visible), body = std::move(body)]() mutable {
                               visible(std::move(body));
                             });
      });
}

}  // namespace namesake::api
