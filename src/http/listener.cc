// SPDX-License-Identifier: Apache-2.0
#include "http/listener.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/expected.h"

namespace namesake::http {
namespace {

struct FreeAddresses {
  void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

std::string Shown(const std::string& address, std::uint16_t port) {
  return address.find(':') == std::string::npos ? fmt::format("{}:{}", address, port)
                                                : fmt::format("[{}]:{}", address, port);
}

base::Expected<Addresses> Resolve(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int error = getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (error != 0) {
    return base::Fail(
        base::ErrorCode::kInvalidArgument,
        fmt::format("cannot listen on {}: {}", Shown(address, port), gai_strerror(error)));
  }
  return Addresses(list);
}

bool SetOption(int descriptor, int level, int option, int value) noexcept {
  return setsockopt(descriptor, level, option, &value, sizeof value) == 0;
}

// Sets what accepted sockets inherit, too. SO_REUSEADDR lets a restarted server bind while old
// connections are in TIME_WAIT; a port that another server listens on stays refused.
bool Prepare(int descriptor, const addrinfo& at) noexcept {
  if (at.ai_family == AF_INET6 && !SetOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0)) {
    return false;
  }
  // <sys/socket.h> has the names by way of a header of the kernel's.
  // NOLINTBEGIN(misc-include-cleaner)
  return SetOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) &&
         SetOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1) &&
         SetOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1) &&
         bind(descriptor, at.ai_addr, at.ai_addrlen) == 0 && listen(descriptor, SOMAXCONN) == 0;
  // NOLINTEND(misc-include-cleaner)
}

std::uint16_t PortOf(int descriptor) noexcept {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  // The port stands at the same place for both families.
  sockaddr_in as_ipv4{};
  std::memcpy(&as_ipv4, &bound, sizeof as_ipv4);
  return ntohs(as_ipv4.sin_port);
}

base::ErrorCode CodeOf(int error) noexcept {
  const bool is_address = error == EADDRNOTAVAIL || error == EAFNOSUPPORT;
  return is_address ? base::ErrorCode::kInvalidArgument : base::ErrorCode::kUnavailable;
}

}  // namespace

base::Expected<Listener> Listener::Open(const std::string& address, std::uint16_t port) {
  const auto addresses = Resolve(address, port);
  if (!addresses) return base::Fail(addresses.error());
  int error = 0;
  for (const addrinfo* at = addresses->get(); at != nullptr; at = at->ai_next) {
    const int descriptor =
        socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol);
    if (descriptor >= 0 && Prepare(descriptor, *at))
      return Listener(descriptor, PortOf(descriptor));
    error = errno;
    if (descriptor >= 0) close(descriptor);
  }
  return base::Fail(CodeOf(error), fmt::format("cannot listen on {}: {}", Shown(address, port),
                                               std::generic_category().message(error)));
}

Listener::Listener(Listener&& other) noexcept : descriptor_(other.Release()), port_(other.port_) {}

Listener::~Listener() {
  if (descriptor_ >= 0) close(descriptor_);
}

int Listener::Release() noexcept { return std::exchange(descriptor_, -1); }

}  // namespace namesake::http
