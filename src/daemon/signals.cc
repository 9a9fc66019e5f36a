// SPDX-License-Identifier: Apache-2.0
#include "daemon/signals.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <functional>
#include <memory>

namespace namesake::daemon {

class Signals::Watch {
 public:
  void Run(const std::function<void()>& reload) {
    Wait(reload);
    loop_.run();
    signals_.clear();
  }

 private:
  void Wait(const std::function<void()>& reload) {
    signals_.async_wait([this, &reload](const boost::system::error_code& error, int signal) {
      // NOLINTNEXTLINE(misc-include-cleaner)
      if (error || signal != SIGHUP) return;
      reload();
      Wait(reload);
    });
  }

  boost::asio::io_context loop_{1};
  // NOLINTNEXTLINE(misc-include-cleaner): <csignal> has them
  boost::asio::signal_set signals_{loop_, SIGTERM, SIGINT, SIGHUP};
};

Signals::Signals() : watch_(std::make_unique<Watch>()) {}
Signals::~Signals() = default;
void Signals::RunUntilStopped(const std::function<void()>& reload) { watch_->Run(reload); }

}  // namespace namesake::daemon
