// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/expected.h"
#include "live/live_registry.h"
#include "milter/action.h"
#include "milter/filter.h"
#include "milterd/command_line.h"
#include "settings/settings.h"

namespace namesake::milterd {

// Whether mail can be checked with this conduct: the account that it names exists. Reads the
// entries of the account that every message will be checked against, where there is one, so that
// the first message does not wait for that.
[[nodiscard]] base::Status PrepareAccount(live::LiveRegistry& registry,
                                          const milter::Conduct& conduct);

// Reads the settings again and lets the filter follow them; what needs a restart is named in the
// log. Settings with a fault change nothing.
class Reloader {
 public:
  Reloader(const SettingsSource& source, settings::Settings running, milter::Filter& filter);
  void Reload();

 private:
  [[nodiscard]] base::Status TryToReload();

  const SettingsSource& source_;
  const settings::Settings running_;  // as at the start: what needs a restart still has these
  milter::Filter& filter_;
};

}  // namespace namesake::milterd
