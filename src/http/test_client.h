// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace namesake::http {

// An answer as it came: "" and 0 when there was none.
struct Answer {
  int status = 0;
  std::string head;  // status line and fields
  std::string body;

  [[nodiscard]] bool Has(std::string_view line) const {
    return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
  }
};

// A client that sends octets as they are, for tests. Waits no longer than 20 s for anything.
class TestClient {
 public:
  explicit TestClient(std::uint16_t port, int family = AF_INET)
      : socket_(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (family == AF_INET6) {
      sockaddr_in6 address{};
      address.sin6_family = AF_INET6;
      address.sin6_addr = in6addr_loopback;
      address.sin6_port = htons(port);
      connected_ = Connect(address);
    } else {
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      address.sin_port = htons(port);
      connected_ = Connect(address);
    }
  }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;
  virtual ~TestClient() { close(socket_); }

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] int socket_descriptor() const { return socket_; }

  // False when the server did not take all of it.
  virtual bool Send(std::string_view octets) {
    while (!octets.empty()) {
      const ssize_t sent = send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // The next answer; one to HEAD has no body.
  Answer Receive(bool is_to_head = false) {
    Answer answer;
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!ReceiveMore()) return answer;
    }
    answer.head = Take(end + 4);
    answer.status = std::atoi(answer.head.c_str() + std::string_view("HTTP/1.1 ").size());
    const std::size_t length = is_to_head ? 0 : ContentLength(answer.head);
    while (received_.size() < length) {
      if (!ReceiveMore()) return answer;
    }
    answer.body = Take(length);
    return answer;
  }

  Answer Ask(std::string_view request) {
    EXPECT_TRUE(Send(request));
    return Receive();
  }

  // Waits until the server closes the connection, and gives what came before that was not received.
  std::string RestUntilClosed() {
    while (ReceiveMore()) {
    }
    EXPECT_TRUE(closed_in_order_) << "reset, or not closed in time";
    return std::exchange(received_, {});
  }

  void StopSending() { shutdown(socket_, SHUT_WR); }

  // Whether something came that was not received.
  [[nodiscard]] bool HasMore() const {
    char octet = 0;
    return !received_.empty() || recv(socket_, &octet, 1, MSG_DONTWAIT | MSG_PEEK) > 0;
  }

  // Lets the kernel buffer little of what the server sends.
  void BufferLittle() {
    const int few_bytes = 4096;
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &few_bytes, sizeof few_bytes);
  }

  // Goes away without taking leave: a reset is all that the server sees.
  void ResetWhenClosed() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

 protected:
  // What recv(2) returns.
  virtual ssize_t ReceiveSome(char* to, std::size_t size) { return recv(socket_, to, size, 0); }

 private:
  template <typename Address>
  bool Connect(const Address& address) {
    return connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  bool ReceiveMore() {
    char octets[4096];
    const ssize_t count = ReceiveSome(octets, sizeof octets);
    closed_in_order_ = count == 0;
    if (count <= 0) return false;
    received_.append(octets, static_cast<std::size_t>(count));
    return true;
  }

  std::string Take(std::size_t count) {
    std::string taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
  }

  static std::size_t ContentLength(std::string_view head) {
    const std::string_view name = "Content-Length: ";
    const std::size_t at = head.find(name);
    if (at == std::string_view::npos) return 0;
    return static_cast<std::size_t>(std::atoll(head.data() + at + name.size()));
  }

  const int socket_;
  bool connected_ = false;
  bool closed_in_order_ = false;
  std::string received_;
};

}  // namespace namesake::http
