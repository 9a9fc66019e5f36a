// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/postgres/failure.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/query.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/settings.h"

namespace namesake::storage::postgres {
namespace {

using std::chrono::milliseconds;

// Our statements look some rows up by key. A server that takes them for more work than they are,
// with statistics of a table that was empty or not yet looked at, would compile (jit) them each
// time: a tenth of a second instead of a tenth of a millisecond.
//
// So that a server notices soon that a program which holds its locks is gone: a process that died
// by the closed connection, a machine that is cut off by what TCP does not hear. Settings that a
// server does not know (an older one, another engine) are left out.
constexpr std::string_view kWriterSession =
    "SELECT set_config(wanted.name, wanted.value, false) FROM (VALUES "
    "('client_connection_check_interval', '1000'), ('tcp_keepalives_idle', '5'), "
    "('tcp_keepalives_interval', '2'), ('tcp_keepalives_count', '3'), "
    "('tcp_user_timeout', '8000'), ('idle_in_transaction_session_timeout', '8000'), "
    "('jit', 'off')"
    ") AS wanted (name, value) JOIN pg_catalog.pg_settings AS known ON known.name = wanted.name";
constexpr std::string_view kReaderSession =
    "SELECT set_config(wanted.name, wanted.value, false) FROM (VALUES "
    "('client_connection_check_interval', '1000'), ('jit', 'off')"
    ") AS wanted (name, value) JOIN pg_catalog.pg_settings AS known ON known.name = wanted.name";

int RemainingMilliseconds(std::chrono::steady_clock::time_point deadline) {
  const auto left =
      std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::max<milliseconds::rep>(left, 0));
}

// True when something can be done with one of the two; false when the time is over.
bool Poll(pollfd* first, nfds_t count, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    const int ready = poll(first, count, RemainingMilliseconds(deadline));
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) throw Failure::Lost(fmt::format("poll: error {}", errno));
  }
}

}  // namespace

void Connection::Close::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }

void Connection::Note(void* notices, const pg_result* result) noexcept {
  const char* field = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const std::string_view severity = field == nullptr ? "" : field;
  auto& noted = *static_cast<Notices*>(notices);
  if (severity == "WARNING") ++noted.warnings;
  if (severity == "FATAL" || severity == "PANIC") noted.ended = true;
}

Connection::Connection(const Settings& settings, Use use) : notices_(std::make_unique<Notices>()) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : settings.words()) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  constexpr int kExpandUri = 1;
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), kExpandUri));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw Failure::Lost(connection_.get(), "no connection");
  }
  PQsetNoticeReceiver(connection_.get(), Note, notices_.get());
  if (PQsetnonblocking(connection_.get(), 1) != 0) {
    throw Failure::Lost(connection_.get(), "not to be had without blocking");
  }
  ApplySession(use);
}

void Connection::ApplySession(Use use) {
  Execute(use == Use::kWriting ? kWriterSession : kReaderSession);
}

void Connection::EnterPipeline() {
  if (PQpipelineStatus(connection_.get()) != PQ_PIPELINE_OFF) return;
  if (PQenterPipelineMode(connection_.get()) == 0) {
    throw Failure::Lost(connection_.get(), "no pipeline");
  }
}

void Connection::LeavePipeline() {
  if (PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF) return;
  if (PQexitPipelineMode(connection_.get()) == 0) {
    throw Failure::Lost(connection_.get(), "still in a pipeline");
  }
}

void Connection::SendEncoded(const Query& query, const Parameters& parameters) {
  EnterPipeline();
  PGconn* connection = connection_.get();
  constexpr int kBinary = 1;
  const std::string text(query.text);
  const std::vector<const char*> values = parameters.values();
  const std::vector<int> formats(parameters.size(), kBinary);
  const auto count = static_cast<int>(parameters.size());
  int sent = 1;
  if (query.name.empty()) {
    sent = PQsendQueryParams(connection, text.c_str(), count, parameters.types().data(),
                             values.data(), parameters.lengths().data(), formats.data(), kBinary);
  } else {
    const std::string name(query.name);
    if (prepared_.insert(name).second) {
      sent =
          PQsendPrepare(connection, name.c_str(), text.c_str(), count, parameters.types().data());
      owed_.push_back(Owed::kPrepared);
    }
    if (sent != 0) {
      sent = PQsendQueryPrepared(connection, name.c_str(), count, values.data(),
                                 parameters.lengths().data(), formats.data(), kBinary);
    }
  }
  if (sent == 0) throw Failure::Lost(connection, "could not send");
  owed_.push_back(Owed::kRows);
}

Rows Connection::RunEncoded(const Query& query, const Parameters& parameters) {
  SendEncoded(query, parameters);
  Flush();
  try {
    Rows rows = Receive();
    Finish();
    return rows;
  } catch (const Failure& failure) {
    if (!failure.IsLost()) Drain();
    throw;
  }
}

// After an error everything up to the end of the round trip is skipped.
void Connection::Drain() {
  owed_.clear();
  for (;;) {
    AwaitInput(Clock::now() + kSilence);
    PGresult* result = PQgetResult(connection_.get());
    const Rows rows(result);
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) return;
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw Failure::Lost("lost");
  }
}

void Connection::Flush() {
  if (PQpipelineSync(connection_.get()) == 0) {
    throw Failure::Lost(connection_.get(), "could not send");
  }
  owed_.push_back(Owed::kSync);
  FlushSome(Clock::now() + kSilence);
}

void Connection::RequestAnswers() {
  if (PQsendFlushRequest(connection_.get()) == 0) {
    throw Failure::Lost(connection_.get(), "could not send");
  }
}

void Connection::Push() {
  RequestAnswers();
  FlushSome(Clock::now() + kSilence);
}

// What we send and what the server sends may both fill the buffers between us: read while writing.
void Connection::FlushSome(Clock::time_point deadline) {
  PGconn* connection = connection_.get();
  for (;;) {
    const int left = PQflush(connection);
    if (left < 0) throw Failure::Lost(connection, "lost while sending");
    if (left == 0) return;
    pollfd socket{.fd = PQsocket(connection), .events = POLLIN | POLLOUT, .revents = 0};
    if (!Poll(&socket, 1, deadline)) throw Failure::Lost("the server takes nothing any more");
    if ((socket.revents & POLLIN) != 0 && PQconsumeInput(connection) == 0) {
      throw Failure::Lost(connection, "lost while sending");
    }
    if ((socket.revents & POLLOUT) != 0) deadline = Clock::now() + kSilence;
  }
}

void Connection::AwaitInput(Clock::time_point deadline) {
  PGconn* connection = connection_.get();
  while (PQisBusy(connection) != 0) {
    pollfd socket{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    if (!Poll(&socket, 1, deadline)) {
      throw Failure::Lost("the server does not answer");
    }
    if (PQconsumeInput(connection) == 0) {
      throw Failure::Lost(connection, "lost while waiting for an answer");
    }
  }
}

Rows Connection::Receive(std::chrono::seconds patience) {
  if (!owed_.empty() && owed_.front() == Owed::kPrepared) (void)Take(Owed::kPrepared, kSilence);
  return Take(Owed::kRows, patience);
}

void Connection::Finish() { (void)Take(Owed::kSync, kSilence); }

Rows Connection::Take(Owed owed, std::chrono::seconds patience) {
  if (owed_.empty() || owed_.front() != owed) throw Failure::Lost("answers out of step");
  owed_.pop_front();
  AwaitInput(Clock::now() + patience);
  PGconn* connection = connection_.get();
  PGresult* result = PQgetResult(connection);
  Rows rows(result);
  switch (PQresultStatus(result)) {
    case PGRES_PIPELINE_SYNC:
      return rows;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      break;
    default:
      throw result == nullptr ? Failure::Lost(connection, "lost") : Failure(connection, result);
  }
  // The end of this query's results.
  AwaitInput(Clock::now() + kSilence);
  const Rows end(PQgetResult(connection));
  return rows;
}

void Connection::Execute(std::string_view sql) {
  LeavePipeline();
  PGconn* connection = connection_.get();
  if (PQsendQuery(connection, std::string(sql).c_str()) == 0) {
    throw Failure::Lost(connection, "could not send");
  }
  FlushSome(Clock::now() + kSilence);
  for (;;) {
    AwaitInput(Clock::now() + kSilence);
    PGresult* result = PQgetResult(connection);
    if (result == nullptr) return;
    const Rows rows(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      throw Failure(connection, result);
    }
  }
}

int Connection::TakeWarnings() noexcept { return std::exchange(notices_->warnings, 0); }

bool Connection::WaitForNotification(int wake, milliseconds timeout, std::string& payload) {
  PGconn* connection = connection_.get();
  pollfd watched[] = {{.fd = PQsocket(connection), .events = POLLIN, .revents = 0},
                      {.fd = wake, .events = POLLIN, .revents = 0}};
  if (!Poll(watched, 2, Clock::now() + timeout) || watched[0].revents == 0) return false;
  if (PQconsumeInput(connection) == 0) throw Failure::Lost(connection, "lost while listening");
  bool notified = false;
  while (PGnotify* notification = PQnotifies(connection)) {
    payload = notification->extra;
    PQfreemem(notification);
    notified = true;
  }
  return notified;
}

bool Connection::IsAlive() noexcept {
  PGconn* connection = connection_.get();
  pollfd socket{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
  // Nobody has asked anything: it is a notice, a notification, or the end.
  while (poll(&socket, 1, 0) != 0) {
    if (PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK) return false;
    (void)PQisBusy(connection);  // reads what has come
    if (notices_->ended) return false;
  }
  return true;
}

int Connection::server_version() const noexcept { return PQserverVersion(connection_.get()); }

}  // namespace namesake::storage::postgres
