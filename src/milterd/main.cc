// SPDX-License-Identifier: Apache-2.0
// namesake-milter: the mail filter for Postfix and Sendmail.

#include <exception>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "launch/command_line.h"
#include "launch/live_options.h"
#include "launch/node_reporter.h"
#include "launch/records.h"
#include "live/live_registry.h"
#include "milter/action.h"
#include "milter/filter.h"
#include "milter/server.h"
#include "milterd/command_line.h"
#include "milterd/metrics_server.h"
#include "milterd/program.h"
#include "milterd/signals.h"
#include "record/recorder.h"
#include "storage/open.h"

namespace namesake::milterd {
namespace {

ExitStatus Unfit(const base::Error& error) {
  Complain(error.message);
  return ExitStatus::kUnfit;
}

ExitStatus Serve(const SettingsSource& source) {
  const auto settings = source.Read();
  if (!settings) return Unfit(settings.error());
  base::SetLogLevel(launch::ReadLogLevel(*settings));
  const Signals signals;

  // A store that is away at the start ends the program: whoever started it tries again and sees it,
  // while a wrong name of the store would go unseen for ever.
  auto store = storage::OpenStore(settings->Text("store"), storage::OpenMode::kExisting);
  if (!store) return Unfit(store.error());
  auto registry = live::LiveRegistry::Start(**store, launch::ReadLiveOptions(*settings));
  if (!registry) return Unfit(registry.error());
  // Mail matters more than the memory of it: without records it is filtered all the same.
  auto records = storage::OpenRecordStore(settings->Text("store"));
  std::optional<record::Recorder> recorder;
  std::optional<milter::Records> remembering;
  if (records) {
    recorder.emplace(**records, [&] { return launch::RetentionsOf(**registry); });
    remembering.emplace(milter::Records{**records, *recorder});
  } else {
    base::Log(base::LogLevel::kError, "records_unavailable", {{"error", records.error().message}});
  }
  milter::Filter filter(**registry, milter::ReadConduct(*settings),
                        remembering ? &*remembering : nullptr);
  if (auto prepared = PrepareAccount(**registry, *filter.conduct()); !prepared) {
    return Unfit(prepared.error());
  }
  auto server = milter::Server::Listen(milter::ReadListener(*settings), filter);
  if (!server) return Unfit(server.error());

  MetricsHandler metrics(filter);
  const auto metrics_server = ServeMetrics(*settings, metrics);
  if (!metrics_server) return Unfit(metrics_server.error());

  const base::SystemClock clock;
  std::optional<launch::NodeReporter> reporter;
  if (records) {
    reporter.emplace(**records, "namesake-milter",
                     launch::NodeFigures{.status = [&] { return (*registry)->status(); },
                                         .messages = [&] { return filter.metrics().messages(); }},
                     clock);
  }

  Reloader reloader(source, *settings, filter);
  (*server)->Start([&signals] { signals.AskToStop(); });
  // Whoever reads this may send a signal: the next thing that this thread does is to wait for it.
  base::Log(base::LogLevel::kInfo, "started",
            {{"version", NAMESAKE_VERSION}, {"listen", settings->Text("milter.listen")}});
  while (signals.Wait() == Wish::kReload) reloader.Reload();
  base::Log(base::LogLevel::kInfo, "stopping");
  const auto stopped = (*server)->Stop();
  filter.metrics().LogTotals();
  if (!stopped) {
    base::Log(base::LogLevel::kError, "failed", {{"error", stopped.error().message}});
    return ExitStatus::kFailed;
  }
  base::Log(base::LogLevel::kInfo, "stopped");
  return ExitStatus::kStopped;
}

}  // namespace
}  // namespace namesake::milterd

int main(int argc, char** argv) {
  using namesake::milterd::ExitStatus;
  try {
    const auto invocation = namesake::milterd::ReadCommandLine(argc, argv);
    if (!invocation.source) return static_cast<int>(invocation.status);
    return static_cast<int>(namesake::milterd::Serve(*invocation.source));
  } catch (const std::exception& failure) {
    namesake::milterd::Complain(failure.what());
    return static_cast<int>(ExitStatus::kFailed);
  }
}
