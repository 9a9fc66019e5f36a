// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {

// A PostgreSQL of our own: made with initdb in a temporary folder, on a Unix socket only, with
// nothing written through to the disk, gone with the object. As root it runs as another user, since
// PostgreSQL refuses root.
class PostgresServer {
 public:
  // Starts it and waits until it answers. Throws std::runtime_error when that does not succeed.
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // False when PostgreSQL's programs are not installed.
  [[nodiscard]] static bool IsInstalled();
  // The one that all tests of this program share, started when first asked for.
  [[nodiscard]] static PostgresServer& Shared();

  // The URI of a new, empty database.
  [[nodiscard]] std::string NewDatabase();
  // The URI of a new database that is a copy of `original`, to which nobody is connected.
  [[nodiscard]] std::string CopyOf(std::string_view original);
  // The URI of any database here.
  [[nodiscard]] std::string UriOf(std::string_view database) const;

  void Execute(std::string_view sql);  // as superuser, in the database "postgres"

  // As by a loss of power, and back again.
  void Kill();
  void Start();

 private:
  void Initialise();
  void Stop(int signal);

  TemporaryFolder folder_;
  std::filesystem::path programs_;
  std::filesystem::path data_;
  pid_t pid_ = -1;
  std::atomic<int> databases_ = 0;
};

}  // namespace namesake::storage::testing
