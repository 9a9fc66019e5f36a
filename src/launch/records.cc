// SPDX-License-Identifier: Apache-2.0
#include "launch/records.h"

#include <vector>

#include "live/account_settings.h"
#include "live/live_registry.h"
#include "record/recorder.h"
#include "registry/account.h"

namespace namesake::launch {

std::vector<record::AccountRetention> RetentionsOf(const live::LiveRegistry& registry) {
  std::vector<record::AccountRetention> retentions;
  for (const registry::Account& account : registry.Accounts()) {
    retentions.push_back({account.id, live::RecordingOf(account.settings).retention});
  }
  return retentions;
}

}  // namespace namesake::launch
