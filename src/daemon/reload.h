// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "api/service.h"
#include "base/expected.h"
#include "daemon/command_line.h"
#include "events/publisher.h"
#include "http/server.h"
#include "settings/settings.h"

namespace namesake::daemon {

// Reads the settings and the certificate again, opens the file of events again, and lets the
// running parts follow them; what needs a restart is named in the log. Settings with a fault change
// nothing. Not safe from several threads.
class Reloader {
 public:
  // What `source` refers to, and the parts outlive it. `running`: as at the start.
  Reloader(const SettingsSource& source, settings::Settings running, api::Service& service,
           http::Server& server, events::Publisher& publisher);

  // Logs what came of it.
  void Reload();

  // How long running requests may take when the program stops; by the newest settings.
  [[nodiscard]] std::chrono::milliseconds stop_grace() const noexcept { return stop_grace_; }

 private:
  [[nodiscard]] base::Status TryToReload();
  void LogWhatNeedsRestart(const settings::Settings& newer) const;

  const SettingsSource& source_;
  const settings::Settings running_;  // what needs a restart still has these
  api::Service& service_;
  http::Server& server_;
  events::Publisher& publisher_;
  std::chrono::milliseconds stop_grace_;
};

}  // namespace namesake::daemon
