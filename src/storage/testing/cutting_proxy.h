// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {

// Stands between a client and a PostgreSQL, on a Unix socket, and can cut the line at the worst of
// moments.
class CuttingProxy {
 public:
  // `server` is the folder of the server's socket.
  explicit CuttingProxy(std::filesystem::path server);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_.path(); }

  // The next answer that has this in it is kept from the client, and the line cut instead.
  void CutInsteadOf(std::string answer);
  [[nodiscard]] int cuts() const noexcept { return cuts_; }

 private:
  void Accept();
  void Carry(int client);
  [[nodiscard]] bool IsToBeCut(std::string_view octets);

  const std::filesystem::path server_;
  TemporaryFolder folder_;
  int listening_ = -1;
  std::mutex mutex_;
  std::string cut_;                    // under mutex_; "": nothing
  std::vector<std::thread> carriers_;  // of the accepting thread
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread accepting_;
};

}  // namespace namesake::storage::testing
