// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::milter {

// Octets that all bodies in memory may take together. Safe from several threads.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t octets) noexcept : left_(octets) {}
  BodyBudget(const BodyBudget&) = delete;
  BodyBudget& operator=(const BodyBudget&) = delete;

  [[nodiscard]] bool Take(std::size_t octets) noexcept;
  void GiveBack(std::size_t octets) noexcept { left_ += octets; }

 private:
  std::atomic<std::size_t> left_;
};

// The body of one message as it arrives, as long as it may be kept: one that is too large, or that
// there is no room for, is forgotten. Not safe from several threads.
class BodyBuffer {
 public:
  explicit BodyBuffer(BodyBudget& budget) noexcept : budget_(&budget) {}
  ~BodyBuffer() { Clear(); }
  BodyBuffer(const BodyBuffer&) = delete;
  BodyBuffer& operator=(const BodyBuffer&) = delete;

  void Add(std::string_view octets, std::size_t max_octets);
  void Clear() noexcept;

  // All of the body that was added is there.
  [[nodiscard]] bool complete() const noexcept { return complete_; }
  [[nodiscard]] const std::string& octets() const noexcept { return octets_; }

 private:
  void Free() noexcept;

  BodyBudget* budget_;
  std::string octets_;
  std::size_t taken_ = 0;
  bool complete_ = true;
};

}  // namespace namesake::milter
