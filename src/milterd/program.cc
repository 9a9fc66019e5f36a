// SPDX-License-Identifier: Apache-2.0
#include "milterd/program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "launch/command_line.h"
#include "live/live_registry.h"
#include "milter/action.h"
#include "milter/filter.h"
#include "milterd/command_line.h"
#include "registry/account.h"
#include "settings/settings.h"

namespace namesake::milterd {

base::Status PrepareAccount(live::LiveRegistry& registry, const milter::Conduct& conduct) {
  const auto account = conduct.account ? conduct.account : registry.OnlyAccount();
  if (!account) return base::Ok();
  if (const auto snapshot = registry.SnapshotOf(*account); !snapshot) {
    if (snapshot.error().code != base::ErrorCode::kNotFound) return base::Fail(snapshot.error());
    return base::Fail(base::ErrorCode::kNotFound,
                      fmt::format("milter.account: the store has no account {}, those it has are "
                                  "listed by: namesake account list",
                                  registry::FormatAccountId(*account)));
  }
  return base::Ok();
}

Reloader::Reloader(const SettingsSource& source, settings::Settings running, milter::Filter& filter)
    : source_(source), running_(std::move(running)), filter_(filter) {}

void Reloader::Reload() {
  if (const auto reloaded = TryToReload(); !reloaded) {
    base::Log(base::LogLevel::kError, "reload_refused", {{"error", reloaded.error().message}});
  }
}

base::Status Reloader::TryToReload() {
  const auto settings = source_.Read();
  if (!settings) return base::Fail(settings.error());
  milter::Conduct conduct = milter::ReadConduct(*settings);
  if (auto prepared = PrepareAccount(filter_.registry(), conduct); !prepared) return prepared;
  filter_.SetConduct(std::move(conduct));
  base::SetLogLevel(launch::ReadLogLevel(*settings));
  const auto waiting = running_.NeedRestart(*settings, settings::Program::kMilter);
  if (!waiting.empty()) {
    const std::string keys = fmt::format("{}", fmt::join(waiting, ", "));
    base::Log(base::LogLevel::kWarning, "restart_needed", {{"settings", keys}});
  }
  base::Log(base::LogLevel::kInfo, "reloaded", {{"file", source_.file}});
  return base::Ok();
}

}  // namespace namesake::milterd
