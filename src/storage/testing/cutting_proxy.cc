// SPDX-License-Identifier: Apache-2.0
#include "storage/testing/cutting_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace namesake::storage::testing {
namespace {

constexpr const char* kSocketName = ".s.PGSQL.5432";
constexpr int kLook = 20;  // milliseconds, for the end

sockaddr_un AddressIn(const std::filesystem::path& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (folder / kSocketName).string();
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("too long a path");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

bool WriteAll(int socket, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t written = send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (written <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::filesystem::path server) : server_(std::move(server)) {
  listening_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = AddressIn(folder_.path());
  if (bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(listening_, 16) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  accepting_ = std::thread([this] { Accept(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  accepting_.join();
  for (std::thread& carrier : carriers_) carrier.join();
  close(listening_);
}

void CuttingProxy::CutInsteadOf(std::string answer) {
  const std::lock_guard lock(mutex_);
  cut_ = std::move(answer);
}

bool CuttingProxy::IsToBeCut(std::string_view octets) {
  const std::lock_guard lock(mutex_);
  if (cut_.empty() || octets.find(cut_) == std::string_view::npos) return false;
  cut_.clear();
  ++cuts_;
  return true;
}

void CuttingProxy::Accept() {
  while (!stopping_) {
    pollfd watched{.fd = listening_, .events = POLLIN, .revents = 0};
    if (poll(&watched, 1, kLook) <= 0) continue;
    const int client = accept(listening_, nullptr, nullptr);
    if (client >= 0) carriers_.emplace_back([this, client] { Carry(client); });
  }
}

void CuttingProxy::Carry(int client) {
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = AddressIn(server_);
  bool open = connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  std::array<char, 65536> buffer;
  while (open && !stopping_) {
    pollfd watched[] = {{.fd = client, .events = POLLIN, .revents = 0},
                        {.fd = server, .events = POLLIN, .revents = 0}};
    if (poll(watched, 2, kLook) <= 0) continue;
    for (const bool from_server : {false, true}) {
      if (watched[from_server ? 1 : 0].revents == 0) continue;
      const ssize_t count = read(from_server ? server : client, buffer.data(), buffer.size());
      const std::string_view octets(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
      open = open && count > 0 && !(from_server && IsToBeCut(octets)) &&
             WriteAll(from_server ? client : server, octets);
    }
  }
  close(server);
  close(client);
}

}  // namespace namesake::storage::testing
