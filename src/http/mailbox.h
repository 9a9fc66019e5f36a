// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): Boost's name
}  // namespace boost::asio

namespace namesake::http {

// Hands work to an event loop's thread, from any thread, for as long as there is that loop: whoever
// answers a request may outlive the server. What is posted before the thread gets to it wakes it
// once: the answers of one commit come together. Safe from several threads. Private to this folder.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
 public:
  explicit Mailbox(boost::asio::io_context& loop) : loop_(&loop) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  ~Mailbox() = default;

  // Work posted after Close is dropped.
  void Post(std::function<void()> work);
  void Close();

 private:
  void DoAll();

  std::mutex mutex_;
  std::vector<std::function<void()>> waiting_;  // under mutex_; the loop knows of it unless empty
  boost::asio::io_context* loop_;               // under mutex_; null once closed
};

}  // namespace namesake::http
