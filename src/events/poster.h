// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "events/delivery.h"

namespace namesake::events {

struct Request {
  std::string url;
  std::vector<std::string> fields;  // "Name: value"
  std::string body;
};

// Sends POST requests to many servers at a time from one thread. Certificates are verified, nothing
// is followed to another place, and what a server answers in its body is nobody's business. Used by
// one thread, but for Wake.
class Poster {
 public:
  using Ticket = std::uint64_t;
  static constexpr std::chrono::seconds kConnectTimeout{10};
  static constexpr std::chrono::seconds kTimeout{15};  // of a whole request

  // `ca_file`: the authorities in PEM; "" for those of the system.
  Poster(std::string ca_file, std::string user_agent);
  Poster(const Poster&) = delete;
  Poster& operator=(const Poster&) = delete;
  ~Poster();

  [[nodiscard]] Ticket Start(Request request);
  void Cancel(Ticket ticket);  // there will be no answer; it may have arrived all the same
  [[nodiscard]] std::size_t in_flight() const noexcept;

  // Works until something has been answered, Wake was called, or the time is over.
  [[nodiscard]] std::vector<std::pair<Ticket, Answer>> Work(std::chrono::milliseconds time);

  void Wake();  // from any thread

 private:
  class Transfers;
  std::unique_ptr<Transfers> transfers_;
};

}  // namespace namesake::events
