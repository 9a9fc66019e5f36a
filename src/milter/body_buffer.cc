// SPDX-License-Identifier: Apache-2.0
#include "milter/body_buffer.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::milter {

bool BodyBudget::Take(std::size_t octets) noexcept {
  std::size_t left = left_.load();
  while (left >= octets) {
    if (left_.compare_exchange_weak(left, left - octets)) return true;
  }
  return false;
}

void BodyBuffer::Add(std::string_view octets, std::size_t max_octets) {
  if (!complete_) return;
  if (octets_.size() + octets.size() > max_octets || !budget_->Take(octets.size())) {
    complete_ = false;
    Free();
    return;
  }
  taken_ += octets.size();
  octets_ += octets;
}

void BodyBuffer::Clear() noexcept {
  Free();
  complete_ = true;
}

void BodyBuffer::Free() noexcept {
  budget_->GiveBack(taken_);
  taken_ = 0;
  octets_ = std::string();
}

}  // namespace namesake::milter
