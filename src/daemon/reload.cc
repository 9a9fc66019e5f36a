// SPDX-License-Identifier: Apache-2.0
#include "daemon/reload.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>

#include "api/service.h"
#include "base/expected.h"
#include "base/log.h"
#include "daemon/command_line.h"
#include "daemon/configuration.h"
#include "events/publisher.h"
#include "http/server.h"
#include "launch/command_line.h"
#include "settings/settings.h"

namespace namesake::daemon {

Reloader::Reloader(const SettingsSource& source, settings::Settings running, api::Service& service,
                   http::Server& server, events::Publisher& publisher)
    : source_(source),
      running_(std::move(running)),
      service_(service),
      server_(server),
      publisher_(publisher),
      stop_grace_(ReadStopGrace(running_)) {}

void Reloader::Reload() {
  publisher_.Reopen();  // whatever the settings say: the old file may be gone
  if (const auto reloaded = TryToReload(); !reloaded) {
    base::Log(base::LogLevel::kError, "reload_refused", {{"error", reloaded.error().message}});
  }
}

base::Status Reloader::TryToReload() {
  const auto newer = source_.Read();
  if (!newer) return base::Fail(newer.error());
  // First what can still fail. The files are read also when their names are the same: that is how a
  // renewed certificate comes into use.
  const auto tls = ReadTlsFiles(*newer);
  if (tls && ReadTlsFiles(running_)) {
    if (auto reloaded = server_.ReloadTls(*tls); !reloaded) return reloaded;
  }
  service_.SetRateLimit(ReadRateLimit(*newer));
  stop_grace_ = ReadStopGrace(*newer);
  base::SetLogLevel(launch::ReadLogLevel(*newer));
  LogWhatNeedsRestart(*newer);
  base::Log(base::LogLevel::kInfo, "reloaded", {{"file", source_.file}});
  return base::Ok();
}

void Reloader::LogWhatNeedsRestart(const settings::Settings& newer) const {
  auto waiting = running_.NeedRestart(newer, settings::Program::kDaemon);
  // Another certificate takes effect at once, but turning TLS on or off does not.
  if (ReadTlsFiles(newer).has_value() != ReadTlsFiles(running_).has_value()) {
    waiting.emplace_back("tls.certificate");
  }
  if (waiting.empty()) return;
  const std::string keys = fmt::format("{}", fmt::join(waiting, ", "));
  base::Log(base::LogLevel::kWarning, "restart_needed", {{"settings", keys}});
}

}  // namespace namesake::daemon
