// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "http/connection.h"
#include "http/event_loop.h"
#include "http/listener.h"
#include "http/message.h"
#include "http/server_context.h"
#include "http/tls.h"

namespace namesake::http {
namespace {

// A client on the same machine, such as a proxy, that needs less of the processor than the loop
// that answers it preempts that loop at every answer (fair scheduling, since Linux 6.6 by EEVDF),
// for two switches a request. Of several loops on a processor each is the lighter one, and answers
// all that wait before the client runs. Besides, a read that waits for the disk stops fewer
// connections.
constexpr unsigned kLoopsPerProcessor = 4;

// One loop accepts and hands the connections out in turn, so that every thread has as many.
// (SO_REUSEPORT instead would spread them by chance, and let a second server take the port.)
class TcpServer final : public Server {
 public:
  TcpServer(const ServerOptions& options, Handler& handler, TlsContext tls, Listener listener)
      : port_(listener.port()), context_(options.limits, handler, std::move(tls)) {
    const unsigned threads =
        options.threads > 0
            ? options.threads
            : kLoopsPerProcessor * std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < threads; ++i) {
      loops_.push_back(std::make_unique<EventLoop>(context_));
    }
    loops_.front()->AcceptFrom(listener.Release(), [this](Accepted socket) {
      loops_[next_++ % loops_.size()]->Adopt(std::move(socket));
    });
  }
  TcpServer(const TcpServer&) = delete;
  TcpServer& operator=(const TcpServer&) = delete;
  ~TcpServer() override { Stop(std::chrono::milliseconds(0)); }

  std::uint16_t port() const noexcept override { return port_; }

  base::Status ReloadTls(const TlsFiles& files) override {
    auto tls = LoadTls(files);
    if (!tls) return base::Fail(std::move(tls.error()));
    context_.tls.Set(std::move(*tls));
    return base::Ok();
  }

  void Stop(std::chrono::milliseconds grace) override {
    const std::lock_guard lock(stopping_);
    if (std::exchange(stopped_, true)) return;
    for (const auto& loop : loops_) loop->BeginStop();
    context_.connections.WaitUntilNone(grace);
    for (const auto& loop : loops_) loop->End();
  }

  void AwaitHandler() override { context_.unanswered->WaitUntilNone(); }

 private:
  const std::uint16_t port_;
  ServerContext context_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::size_t next_ = 0;  // the accepting loop's
  std::mutex stopping_;
  bool stopped_ = false;  // under stopping_
};

}  // namespace

base::Expected<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      Handler& handler) {
  TlsContext tls;
  if (options.tls) {
    auto loaded = LoadTls(*options.tls);
    if (!loaded) return base::Fail(std::move(loaded.error()));
    tls = std::move(*loaded);
  }
  auto listener = Listener::Open(options.address, options.port);
  if (!listener) return base::Fail(std::move(listener.error()));
  return std::make_unique<TcpServer>(options, handler, std::move(tls), std::move(*listener));
}

}  // namespace namesake::http
