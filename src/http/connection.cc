// SPDX-License-Identifier: Apache-2.0
#include "http/connection.h"

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "http/answer_slot.h"
#include "http/connection_count.h"
#include "http/limits.h"
#include "http/message.h"
#include "http/request_reader.h"
#include "http/response_text.h"
#include "http/tls.h"

namespace namesake::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Tcp = asio::ip::tcp;

// Bound to the loop's own executor: the type-erased default costs a few hundred nanoseconds a
// request.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <typename T>
using Task = asio::awaitable<T, Executor>;

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable_t<Executor>());

constexpr std::size_t kReadBytes = 4096;                        // most requests come in one read
constexpr std::size_t kBodyReadBytes = std::size_t{64} * 1024;  // a long body does not need many
constexpr std::size_t kMaxGathered =
    std::size_t{64} * 1024;  // answers to pipelined requests, for one write
constexpr std::size_t kMaxKeptBuffer =
    std::size_t{16} * 1024;  // what an idle connection may hold on to

// How the reading of a request ended.
enum class Arrival { kRequest, kMalformed, kHeaderTooLarge, kTimeout, kHandlerFailed, kGone };

TransportFault FaultOf(Arrival arrival) noexcept {
  switch (arrival) {
    case Arrival::kMalformed:
      return TransportFault::kMalformed;
    case Arrival::kHeaderTooLarge:
      return TransportFault::kHeaderTooLarge;
    case Arrival::kTimeout:
      return TransportFault::kTimeout;
    case Arrival::kHandlerFailed:
    case Arrival::kRequest:
    case Arrival::kGone:
      break;
  }
  return TransportFault::kNoAnswer;
}

enum class Ending {
  kPlain,
  kLinger,  // the client may still be sending: read on, else it is reset and never sees its answer
};

class HttpConnection final : public Connection,
                             public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(LoopContext& loop, Accepted accepted);
  ~HttpConnection() override { loop_.connections.erase(this); }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // `self` keeps the connection alive for as long as the coroutine runs.
  Task<void> Run(std::shared_ptr<HttpConnection> self);

  void CheckDeadline(Clock::time_point now) override;
  void CloseIfIdle() override;

 private:
  Task<bool> Handshake();
  Task<bool> ServeRequest();
  Task<Arrival> ReadRequest();
  Task<bool> ReadMore();
  Task<std::optional<Response>> HandleRequest();
  Task<std::size_t> ReadSome(asio::mutable_buffer space);
  Task<std::size_t> WriteSome(asio::const_buffer octets);
  Task<bool> Flush();
  Task<void> Close();

  std::optional<Arrival> ReadBuffered();
  bool ReadInput();
  [[nodiscard]] Arrival ReasonOfSilence() const noexcept;
  bool AskBodyLimit();
  AfterAnswer DecideAfter();
  void AppendFault(TransportFault fault);
  void AppendAnswer(const Response& response, AfterAnswer after, BodyPart body);
  void SendNow();
  void WaitAtMost(std::chrono::milliseconds time);
  void StopWaiting() noexcept { deadline_ = Clock::time_point::max(); }

  LoopContext& loop_;
  const Limits& limits_;
  const ConnectionCount::Place place_;
  const std::string remote_address_;
  Socket socket_;
  std::optional<asio::ssl::stream<Socket&>> tls_;
  RequestReader reader_;
  std::shared_ptr<AnswerSlot> slot_;
  Timer answered_;  // never expires: cancelled when the answer is there
  boost::beast::flat_buffer input_;
  std::string output_;
  std::size_t sent_ = 0;  // of output_
  Clock::time_point deadline_ = Clock::time_point::max();
  std::optional<Clock::time_point> request_deadline_;
  bool timed_out_ = false;
  bool is_idle_ = false;
  Ending ending_ = Ending::kPlain;
};

HttpConnection::HttpConnection(LoopContext& loop, Accepted accepted)
    : loop_(loop),
      limits_(loop.server.limits),
      place_(std::move(accepted.place)),
      remote_address_(std::move(accepted.remote_address)),
      socket_(loop.io),
      reader_(limits_),
      answered_(loop.io, Clock::time_point::max()) {
  socket_.assign(accepted.family == AF_INET6 ? Tcp::v6() : Tcp::v4(), accepted.descriptor);
  accepted.descriptor = -1;
  socket_.non_blocking(true);
  if (const TlsContext tls = loop.server.tls.Copy()) {
    SSL* const ssl = SSL_new(tls.get());
    if (ssl == nullptr) throw std::bad_alloc();
    tls_.emplace(socket_, ssl);
  }
  loop_.connections.insert(this);
}

Task<void> HttpConnection::Run(std::shared_ptr<HttpConnection> self) {
  auto wake = [mailbox = loop_.mailbox, weak = std::weak_ptr(self)] {
    mailbox->Post([weak] {
      if (const auto connection = weak.lock()) connection->answered_.cancel();
    });
  };
  slot_ = std::make_shared<AnswerSlot>(std::move(wake), loop_.server.unanswered);
  if (tls_ && !co_await Handshake()) co_return;
  while (co_await ServeRequest()) {
  }
  if (co_await Flush()) co_await Close();
}

Task<bool> HttpConnection::Handshake() {
  is_idle_ = true;  // nothing is asked yet that would have to be answered
  WaitAtMost(limits_.request_timeout);
  const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, kAsTuple);
  StopWaiting();
  is_idle_ = false;
  co_return !error;
}

// Serves one request. False when it was the connection's last.
Task<bool> HttpConnection::ServeRequest() {
  reader_.Begin();
  request_deadline_.reset();
  const Arrival arrival = co_await ReadRequest();
  if (arrival == Arrival::kGone) co_return false;
  if (arrival != Arrival::kRequest) {
    AppendFault(FaultOf(arrival));
    co_return false;
  }
  const BodyPart body = reader_.request().method == "HEAD" ? BodyPart::kLeftOut : BodyPart::kSent;
  std::optional<Response> answer = co_await HandleRequest();
  if (!answer) answer = loop_.server.handler.Fault(TransportFault::kNoAnswer);
  const AfterAnswer after = DecideAfter();
  AppendAnswer(*answer, after, body);
  co_return after != AfterAnswer::kClose && (output_.size() < kMaxGathered || co_await Flush());
}

// Whether the connection outlives the answer to the request that was read.
AfterAnswer HttpConnection::DecideAfter() {
  if (!reader_.keep_alive()) return AfterAnswer::kClose;
  if (loop_.stopping || reader_.state() == ReadState::kTooLarge) {
    // The client expected to go on and may be sending.
    ending_ = Ending::kLinger;
    return AfterAnswer::kClose;
  }
  return reader_.is_http_1_0() ? AfterAnswer::kKeepAloud : AfterAnswer::kKeep;
}

Task<Arrival> HttpConnection::ReadRequest() {
  std::optional<Arrival> arrival = ReadBuffered();
  while (!arrival) {
    const bool is_more = co_await ReadMore();
    arrival = is_more ? ReadBuffered() : ReasonOfSilence();
  }
  co_return *arrival;
}

// Reads on in what there is. nullopt: more is needed.
std::optional<Arrival> HttpConnection::ReadBuffered() {
  for (;;) {
    switch (reader_.state()) {
      case ReadState::kComplete:
      case ReadState::kTooLarge:
        return Arrival::kRequest;
      case ReadState::kMalformed:
        return Arrival::kMalformed;
      case ReadState::kHeaderTooLarge:
        return Arrival::kHeaderTooLarge;
      case ReadState::kHeaderComplete:
        if (!AskBodyLimit()) return Arrival::kHandlerFailed;
        break;
      case ReadState::kHeader:
      case ReadState::kBody:
        if (!ReadInput()) return std::nullopt;
        break;
    }
  }
}

// False when that led nowhere.
bool HttpConnection::ReadInput() {
  if (input_.size() == 0) return false;
  const ReadState before = reader_.state();
  const std::size_t read =
      reader_.Read({static_cast<const char*>(input_.cdata().data()), input_.size()});
  input_.consume(read);
  return read > 0 || reader_.state() != before;
}

Arrival HttpConnection::ReasonOfSilence() const noexcept {
  return timed_out_ && reader_.started() ? Arrival::kTimeout : Arrival::kGone;
}

// False when the handler failed.
bool HttpConnection::AskBodyLimit() {
  try {
    reader_.LimitBody(loop_.server.handler.BodyLimit(reader_.request()));
  } catch (const std::exception& failure) {
    base::Log(base::LogLevel::kError, "handler_failed", {{"message", failure.what()}});
    return false;
  }
  // A client that is sending its body already does not wait for the word (RFC 9110 section 10.1.1).
  if (reader_.expects_continue() && input_.size() == 0) output_ += "HTTP/1.1 100 Continue\r\n\r\n";
  return true;
}

// Waits for octets. False when none came: the client has gone or was too slow.
Task<bool> HttpConnection::ReadMore() {
  if (!co_await Flush()) co_return false;
  is_idle_ = !reader_.started();
  if (is_idle_) {
    if (loop_.stopping) co_return false;
    if (input_.size() == 0 && input_.capacity() > kMaxKeptBuffer) input_ = {};
    WaitAtMost(limits_.idle_timeout);
  } else {
    if (!request_deadline_) request_deadline_ = Clock::now() + limits_.request_timeout;
    timed_out_ = false;
    deadline_ = *request_deadline_;
  }
  const std::size_t wanted = reader_.state() == ReadState::kBody ? kBodyReadBytes : kReadBytes;
  const std::size_t read = co_await ReadSome(input_.prepare(wanted));
  input_.commit(read);
  is_idle_ = false;
  StopWaiting();
  co_return read > 0;
}

Task<std::size_t> HttpConnection::ReadSome(asio::mutable_buffer space) {
  if (tls_) {
    const auto [error, read] = co_await tls_->async_read_some(space, kAsTuple);
    co_return error ? 0 : read;
  }
  const auto [error, read] = co_await socket_.async_read_some(space, kAsTuple);
  co_return error ? 0 : read;
}

// The handler's answer to the request that was read, nullopt when it gives none.
Task<std::optional<Response>> HttpConnection::HandleRequest() {
  Request request = reader_.TakeRequest();
  request.remote_address = remote_address_;
  try {
    loop_.server.handler.Handle(std::move(request), slot_->Open());
  } catch (const std::exception& failure) {
    // Its Responder is gone with it, unless it was handed on before: then that one answers.
    base::Log(base::LogLevel::kError, "handler_failed", {{"message", failure.what()}});
  }
  if (!slot_->answered()) {
    // Answers to earlier requests do not wait for this one. A client that has gone shows later.
    SendNow();
    if (slot_->Wait()) co_await answered_.async_wait(kAsTuple);
  }
  co_return slot_->Take();
}

void HttpConnection::AppendFault(TransportFault fault) {
  ending_ = Ending::kLinger;
  AppendResponse(output_, loop_.server.handler.Fault(fault), loop_.date.At(std::time(nullptr)),
                 AfterAnswer::kClose, BodyPart::kSent);
}

void HttpConnection::AppendAnswer(const Response& response, AfterAnswer after, BodyPart body) {
  AppendResponse(output_, response, loop_.date.At(std::time(nullptr)), after, body);
}

// Sends what the kernel takes at once; Flush does the rest.
void HttpConnection::SendNow() {
  if (tls_) return;  // encrypting in between is Flush's
  error_code error;
  while (sent_ < output_.size() && !error) {
    sent_ += socket_.write_some(asio::buffer(output_) + sent_, error);
  }
}

// Sends all that waits. False when the client has gone or does not take it.
Task<bool> HttpConnection::Flush() {
  SendNow();
  while (sent_ < output_.size()) {
    // Each piece has its own time: a slow reader may take a long answer, a stalled one may not.
    WaitAtMost(limits_.idle_timeout);
    const std::size_t sent = co_await WriteSome(asio::buffer(output_) + sent_);
    StopWaiting();
    if (sent == 0) co_return false;
    sent_ += sent;
  }
  output_.clear();
  sent_ = 0;
  if (output_.capacity() > kMaxKeptBuffer) output_ = std::string();
  co_return true;
}

Task<std::size_t> HttpConnection::WriteSome(asio::const_buffer octets) {
  if (tls_) {
    const auto [error, written] = co_await tls_->async_write_some(octets, kAsTuple);
    co_return error ? 0 : written;
  }
  const auto [error, written] = co_await socket_.async_write_some(octets, kAsTuple);
  co_return error ? 0 : written;
}

// Ends the connection in good order after its last answer.
Task<void> HttpConnection::Close() {
  WaitAtMost(limits_.linger_timeout);
  error_code ignored;  // the client may have gone: then there is nobody to take leave of
  if (!tls_) socket_.shutdown(Socket::shutdown_send, ignored);
  std::size_t left = ending_ == Ending::kLinger ? limits_.linger_bytes : 0;
  while (left > 0) {
    input_.clear();
    const std::size_t read = co_await ReadSome(input_.prepare(kBodyReadBytes));
    if (read == 0) break;
    left -= std::min(left, read);
  }
  if (tls_ && !timed_out_) co_await tls_->async_shutdown(kAsTuple);
  StopWaiting();
}

void HttpConnection::WaitAtMost(std::chrono::milliseconds time) {
  timed_out_ = false;
  deadline_ = Clock::now() + time;
}

void HttpConnection::CheckDeadline(Clock::time_point now) {
  if (now < deadline_) return;
  timed_out_ = true;
  // Nothing to cancel: then a wait has just ended. Should another follow, the next look finds it.
  error_code ignored;
  socket_.cancel(ignored);
}

void HttpConnection::CloseIfIdle() {
  if (!is_idle_) return;
  error_code ignored;
  socket_.cancel(ignored);
}

}  // namespace

Accepted::Accepted(Accepted&& other) noexcept
    : descriptor(std::exchange(other.descriptor, -1)),
      family(other.family),
      remote_address(std::move(other.remote_address)),
      place(std::move(other.place)) {}

Accepted::~Accepted() {
  if (descriptor >= 0) close(descriptor);
}

void Serve(LoopContext& loop, Accepted socket) {
  const auto connection = std::make_shared<HttpConnection>(loop, std::move(socket));
  asio::co_spawn(
      loop.io.get_executor(), connection->Run(connection), [](const std::exception_ptr& failure) {
        if (!failure) return;
        try {
          std::rethrow_exception(failure);
        } catch (const std::exception& caught) {
          base::Log(base::LogLevel::kError, "connection_failed", {{"message", caught.what()}});
        }
      });
}

}  // namespace namesake::http
