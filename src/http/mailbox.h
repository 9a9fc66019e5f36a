// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): Boost's name
}  // namespace boost::asio

namespace namesake::http {

// Hands work to an event loop's thread, from any thread, for as long as there is that loop: whoever
// answers a request may outlive the server. Safe from several threads. Private to this folder.
class Mailbox {
 public:
  explicit Mailbox(boost::asio::io_context& loop) : loop_(&loop) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Work posted after Close is dropped.
  void Post(std::function<void()> work);
  void Close();

 private:
  std::mutex mutex_;
  boost::asio::io_context* loop_;  // under mutex_; null once closed
};

}  // namespace namesake::http
