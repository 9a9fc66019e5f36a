// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "storage/postgres/parameters.h"
#include "storage/postgres/query.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/settings.h"

struct pg_conn;
struct pg_result;

namespace namesake::storage::postgres {

// One connection. Used by one thread at a time. Every function throws Failure; after one, throw the
// connection away: what it owes is not known any more. (After one that Run throws and that is not
// lost, it is as before, within a transaction that can only be rolled back.)
//
// A query alone, or several in one round trip:
//
//   Rows rows = connection.Run(kGetEntry, account, id);
//
//   connection.Send(kCount, account);          // prepared the first time
//   connection.Send(kPage, account, limit);
//   connection.Flush();                        // off they go
//   Rows count = connection.Receive();         // in the same order
//   Rows page = connection.Receive();
//   connection.Finish();                       // nothing is owed any more
class Connection {
 public:
  enum class Use {
    kReading,
    // The server gives its locks back when this process has died or is cut off, within seconds.
    kWriting,
  };

  Connection(const Settings& settings, Use use);
  Connection(Connection&&) noexcept = default;
  Connection& operator=(Connection&&) noexcept = default;

  template <typename... Arguments>
  [[nodiscard]] Rows Run(const Query& query, const Arguments&... arguments) {
    return RunEncoded(query, Parameters::Of(arguments...));
  }
  [[nodiscard]] Rows RunEncoded(const Query& query, const Parameters& parameters);

  template <typename... Arguments>
  void Send(const Query& query, const Arguments&... arguments) {
    SendEncoded(query, Parameters::Of(arguments...));
  }
  // Plain words as BEGIN and COMMIT; part of the same pipeline.
  void SendPlain(std::string_view sql) { SendEncoded({.name = {}, .text = sql}, {}); }
  void SendEncoded(const Query& query, const Parameters& parameters);
  void Flush();
  // Asks for the answers so far, before the end of the round trip.
  void RequestAnswers();
  // Sends what was gathered, and asks for its answers.
  void Push();
  // `patience`: of what may well take longer than a server may be silent otherwise.
  [[nodiscard]] Rows Receive(std::chrono::seconds patience = kSilence);
  void Skip() { (void)Receive(); }
  void Finish();

  // One or several statements, without parameters and results, in one transaction of their own
  // unless one is open. Nothing may be owed.
  void Execute(std::string_view sql);

  // Warnings since the last call.
  [[nodiscard]] int TakeWarnings() noexcept;

  // Waits until the server says something unasked, or `wake` (a file descriptor) is readable, or
  // the time is over. True when there was a notification; its payload is the newest one's.
  [[nodiscard]] bool WaitForNotification(int wake, std::chrono::milliseconds timeout,
                                         std::string& payload);

  // False when the server has closed it meanwhile: costs no round trip.
  [[nodiscard]] bool IsAlive() noexcept;

  [[nodiscard]] int server_version() const noexcept;

 private:
  struct Close {
    void operator()(pg_conn* connection) const noexcept;
  };
  enum class Owed { kPrepared, kRows, kSync };
  using Clock = std::chrono::steady_clock;

  void EnterPipeline();
  void LeavePipeline();
  void ApplySession(Use use);
  // The next result of what is owed.
  [[nodiscard]] Rows Take(Owed owed, std::chrono::seconds patience);
  void Drain();
  void AwaitInput(Clock::time_point deadline);
  void FlushSome(Clock::time_point deadline);

  struct Notices {
    int warnings = 0;
    bool ended = false;  // the server has said that it closes the connection
  };
  static void Note(void* notices, const pg_result* result) noexcept;

  std::unique_ptr<Notices> notices_;  // libpq keeps its address; outlives connection_
  std::unique_ptr<pg_conn, Close> connection_;
  std::unordered_set<std::string> prepared_;
  std::deque<Owed> owed_;
};

}  // namespace namesake::storage::postgres
