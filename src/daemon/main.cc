// SPDX-License-Identifier: Apache-2.0
// namesaked: the API.

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <thread>

#include "api/service.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/worker_pool.h"
#include "console/files.h"
#include "console/handler.h"
#include "daemon/command_line.h"
#include "daemon/configuration.h"
#include "daemon/reload.h"
#include "daemon/signals.h"
#include "delivery/smtp_courier.h"
#include "events/publisher.h"
#include "http/server.h"
#include "launch/command_line.h"
#include "launch/live_options.h"
#include "launch/node_reporter.h"
#include "launch/records.h"
#include "live/live_registry.h"
#include "record/recorder.h"
#include "storage/open.h"

namespace namesake::daemon {
namespace {

// Lists, imports and scans: with more of them waiting, clients do better to come back.
constexpr std::size_t kMaxWaitingWork = 4096;
constexpr unsigned kMinWorkers = 4;  // most of their time goes into waiting for the disk

ExitStatus Unfit(const base::Error& error) {
  Complain(error.message);
  return ExitStatus::kUnfit;
}

// The usual soft limit of 1024 is for programs that use select(2); this one does not. Where it
// cannot be raised, it shows as the event accept_failed.
void RaiseDescriptorLimit() noexcept {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

ExitStatus Serve(const SettingsSource& source) {
  const auto settings = source.Read();
  if (!settings) return Unfit(settings.error());
  base::SetLogLevel(launch::ReadLogLevel(*settings));
  // A client that has gone shows as a failed write.
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(misc-include-cleaner): <csignal> has it
  Signals signals;
  RaiseDescriptorLimit();

  auto store = storage::OpenStore(settings->Text("store"), storage::OpenMode::kCreate);
  if (!store) return Unfit(store.error());
  auto registry = live::LiveRegistry::Start(**store, launch::ReadLiveOptions(*settings));
  if (!registry) return Unfit(registry.error());
  auto records = storage::OpenRecordStore(settings->Text("store"));
  if (!records) return Unfit(records.error());
  record::Recorder recorder(**records, [&] { return launch::RetentionsOf(**registry); });
  const auto courier = delivery::MakeSmtpCourier({.address = settings->Text("release.smtp")});
  base::WorkerPool workers(std::max(kMinWorkers, std::thread::hardware_concurrency()),
                           kMaxWaitingWork);
  const base::SystemClock clock;
  api::Service service({.store = **store,
                        .registry = **registry,
                        .workers = workers,
                        .clock = clock,
                        .records = records->get(),
                        .recorder = &recorder,
                        .courier = courier.get()},
                       {.node = settings->Text("node"), .rate_limit = ReadRateLimit(*settings)});
  const launch::NodeReporter reporter(**records, "namesaked",
                                      {.status = [&] { return (*registry)->status(); },
                                       .messages = [&] { return service.messages(); }},
                                      clock);
  events::Publisher publisher(**store, **records, **registry, clock,
                              ReadPublisherOptions(*settings));
  const auto options = ReadServerOptions(*settings);
  console::Handler handler(service, console::Files());
  const auto server = http::Server::Start(options, handler);
  if (!server) return Unfit(server.error());

  const std::string listening = ShowListening(options, (*server)->port());
  base::Log(
      base::LogLevel::kInfo, "started",
      {{"version", NAMESAKE_VERSION}, {"listen", listening}, {"tls", options.tls.has_value()}});
  Reloader reloader(source, *settings, service, **server, publisher);
  signals.RunUntilStopped([&reloader] { reloader.Reload(); });

  base::Log(base::LogLevel::kInfo, "stopping",
            {{"grace_ms", std::int64_t{reloader.stop_grace().count()}}});
  (*server)->Stop(reloader.stop_grace());
  (*server)->AwaitHandler();  // a write that was begun is answered by the store in any case
  base::Log(base::LogLevel::kInfo, "stopped");
  return ExitStatus::kStopped;
}

}  // namespace
}  // namespace namesake::daemon

int main(int argc, char** argv) {
  using namesake::daemon::ExitStatus;
  try {
    const auto invocation = namesake::daemon::ReadCommandLine(argc, argv);
    if (!invocation.source) return static_cast<int>(invocation.status);
    return static_cast<int>(namesake::daemon::Serve(*invocation.source));
  } catch (const std::exception& failure) {
    namesake::daemon::Complain(failure.what());
    return static_cast<int>(ExitStatus::kFailed);
  }
}
