// SPDX-License-Identifier: Apache-2.0
#include "http/event_loop.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "base/log.h"
#include "http/connection.h"
#include "http/connection_count.h"
#include "http/limits.h"
#include "http/mailbox.h"
#include "http/server_context.h"

namespace namesake::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

// After the system ran out of descriptors or memory; nothing tells when there is room again.
constexpr milliseconds kAcceptPause{100};

// How often deadlines are looked at. One look at all connections is cheaper than a timer for each,
// and no time-out has to be more exact than a quarter of itself.
milliseconds SweepPeriod(const Limits& limits) {
  const auto shortest =
      std::min({limits.idle_timeout, limits.request_timeout, limits.linger_timeout});
  return std::clamp(shortest / 4, milliseconds(1), milliseconds(1000));
}

// "192.0.2.1" or "2001:db8::1"; an IPv4 client of an IPv6 socket is shown as IPv4.
std::string ShownAddress(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* octets = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
  int family = address.ss_family;
  if (family == AF_INET6) {
    const in6_addr& ipv6 = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    const bool is_mapped = IN6_IS_ADDR_V4MAPPED(&ipv6);
    octets = is_mapped ? static_cast<const void*>(&ipv6.s6_addr[12]) : &ipv6;
    if (is_mapped) family = AF_INET;
  }
  const char* shown = inet_ntop(family, octets, text.data(), text.size());
  return shown == nullptr ? "unknown" : shown;
}

// Takes connections from a listening socket. Lives on its loop's thread.
class Acceptor {
 public:
  Acceptor(asio::io_context& io, ServerContext& server, int listening,
           std::function<void(Accepted)> take)
      : server_(server), take_(std::move(take)), listening_(io, listening), pause_(io) {}

  asio::awaitable<void> Run() {
    while (listening_.is_open()) {
      const Reason reason = AcceptAll();
      if (reason == Reason::kNobodyWaits) {
        co_await listening_.async_wait(asio::posix::stream_descriptor::wait_read, kAsTuple);
      } else {
        pause_.expires_at(reason == Reason::kFull ? Clock::time_point::max()
                                                  : Clock::now() + kAcceptPause);
        co_await pause_.async_wait(kAsTuple);
      }
    }
  }

  void GoOn() { pause_.cancel(); }

  void Close() {
    error_code ignored;  // closing a descriptor that is open cannot fail in a way that matters
    listening_.close(ignored);
    pause_.cancel();
  }

 private:
  enum class Reason { kNobodyWaits, kFull, kOutOfResources };

  // Accepts until something else has to happen first.
  Reason AcceptAll() {
    for (;;) {
      ConnectionCount::Place place = server_.connections.Enter();
      if (!place) return Reason::kFull;
      sockaddr_storage address{};
      socklen_t size = sizeof address;
      const int descriptor =
          accept4(listening_.native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                  SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor >= 0) {
        is_out_of_resources_ = false;
        take_(Accepted(descriptor, address.ss_family, ShownAddress(address), std::move(place)));
      } else if (const auto reason = Judge(errno)) {
        return *reason;
      }
    }
  }

  // Why accepting cannot go on; nullopt when only this connection failed.
  std::optional<Reason> Judge(int error) {
    switch (error) {
      case EAGAIN:
        return Reason::kNobodyWaits;
      case EMFILE:
      case ENFILE:
      case ENOBUFS:
      case ENOMEM:
        if (!std::exchange(is_out_of_resources_, true)) {
          base::Log(base::LogLevel::kError, "accept_failed",
                    {{"message", std::generic_category().message(error)}});
        }
        return Reason::kOutOfResources;
      default:
        return std::nullopt;  // the client gave up, or the network reported an old fault
    }
  }

  ServerContext& server_;
  const std::function<void(Accepted)> take_;
  asio::posix::stream_descriptor listening_;
  asio::steady_timer pause_;
  bool is_out_of_resources_ = false;
};

}  // namespace

void Mailbox::Post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (loop_ == nullptr) return;
  waiting_.push_back(std::move(work));
  if (waiting_.size() == 1) asio::post(*loop_, [self = shared_from_this()] { self->DoAll(); });
}

void Mailbox::DoAll() {
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(waiting_);
  }
  for (const auto& each : work) each();
}

void Mailbox::Close() {
  std::vector<std::function<void()>> dropped;  // not under the lock: it may own anything
  const std::lock_guard lock(mutex_);
  dropped.swap(waiting_);
  loop_ = nullptr;
}

class EventLoop::Thread {
 public:
  explicit Thread(ServerContext& server)
      : context_{io_, server, std::make_shared<Mailbox>(io_), {}, {}, false},
        sweep_period_(SweepPeriod(server.limits)) {
    asio::co_spawn(io_, Sweep(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  ~Thread() {
    End();
    context_.mailbox->Close();
  }

  void Adopt(Accepted socket) {
    asio::post(io_, [this, taken = std::move(socket)]() mutable {
      try {
        Serve(context_, std::move(taken));
      } catch (const std::exception& failure) {  // of memory or the system: this one is closed
        base::Log(base::LogLevel::kError, "connection_failed", {{"message", failure.what()}});
      }
    });
  }

  void AcceptFrom(int listening, std::function<void(Accepted)> take) {
    acceptor_.emplace(io_, context_.server, listening, std::move(take));
    context_.server.connections.OnRoom(
        [this, mailbox = context_.mailbox] { mailbox->Post([this] { acceptor_->GoOn(); }); });
    asio::co_spawn(io_, acceptor_->Run(), asio::detached);
  }

  void BeginStop() {
    asio::post(io_, [this] {
      if (acceptor_) acceptor_->Close();
      context_.stopping = true;
      for (Connection* connection : context_.connections) connection->CloseIfIdle();
    });
  }

  void End() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  asio::awaitable<void> Sweep() {
    for (;;) {
      sweep_timer_.expires_after(sweep_period_);
      co_await sweep_timer_.async_wait(kAsTuple);
      const auto now = Clock::now();
      for (Connection* connection : context_.connections) {
        connection->CheckDeadline(now);
        if (context_.stopping) connection->CloseIfIdle();  // became so meanwhile
      }
    }
  }

  LoopContext context_;     // before io_: connections end with io_, and tell it
  asio::io_context io_{1};  // one thread runs it
  const milliseconds sweep_period_;
  asio::steady_timer sweep_timer_{io_};
  std::optional<Acceptor> acceptor_;
  std::thread thread_;
};

EventLoop::EventLoop(ServerContext& server) : thread_(std::make_unique<Thread>(server)) {}
EventLoop::~EventLoop() = default;
void EventLoop::Adopt(Accepted socket) { thread_->Adopt(std::move(socket)); }
void EventLoop::AcceptFrom(int listening, std::function<void(Accepted)> take) {
  thread_->AcceptFrom(listening, std::move(take));
}
void EventLoop::BeginStop() { thread_->BeginStop(); }
void EventLoop::End() { thread_->End(); }

}  // namespace namesake::http
