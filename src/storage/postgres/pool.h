// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/settings.h"

namespace namesake::storage::postgres {

// Makes connections for all parts of a store. When the server is away, one attempt in a while is
// made for all of them, and who comes in between is told at once what the last one said: nobody
// hangs, and a server that comes back is not overrun. Safe from several threads.
class Connector {
 public:
  explicit Connector(Settings settings) : settings_(std::move(settings)) {}

  // Throws Failure.
  [[nodiscard]] std::unique_ptr<Connection> Connect(Connection::Use use);

 private:
  using Clock = std::chrono::steady_clock;

  const Settings settings_;
  std::mutex mutex_;
  std::optional<Failure> last_failure_;  // under mutex_; nothing while all is well
  Clock::time_point next_attempt_;       // under mutex_
  std::chrono::milliseconds pause_{0};   // under mutex_
};

// Lends a connection to each thread that reads, and keeps it with its prepared statements for the
// next. More threads than kMaxOpen wait for each other. Safe from several threads.
class Pool {
 public:
  // A server allows a hundred connections unless it is told otherwise, for all nodes together.
  static constexpr std::size_t kMaxOpen = 16;

  explicit Pool(Connector& connector) : connector_(connector) {}

  // Whether what fails because an idle connection had been lost, as all are after a failover, may
  // be done again.
  enum class Repeat { kNever, kOnce };

  // Returns what `use(Connection&)` returns. A connection whose use threw is not used again.
  template <typename Use>
  auto With(const Use& use, Repeat repeat = Repeat::kOnce) {
    bool fresh = false;
    try {
      return Lend(Take(fresh), use);
    } catch (const Failure& failure) {
      if (fresh || repeat == Repeat::kNever || !failure.IsLost()) throw;
    }
    Clear();  // the others are no better
    return Lend(Take(fresh), use);
  }

  // Closes the idle connections.
  void Clear();

 private:
  // Gives the place back, and the connection unless it was taken out of here.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    ~Lease() { pool_.Return(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] Connection& connection() noexcept { return *connection_; }
    void Discard() noexcept { connection_.reset(); }

   private:
    Pool& pool_;
    std::unique_ptr<Connection> connection_;
  };

  template <typename Use>
  auto Lend(std::unique_ptr<Connection> connection, const Use& use) {
    Lease lease(*this, std::move(connection));
    try {
      return use(lease.connection());
    } catch (...) {
      lease.Discard();
      throw;
    }
  }

  [[nodiscard]] std::unique_ptr<Connection> Take(bool& fresh);
  void Return(std::unique_ptr<Connection> connection) noexcept;

  Connector& connector_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;  // under mutex_
  std::size_t open_ = 0;                           // under mutex_; lent, or idle
};

}  // namespace namesake::storage::postgres
