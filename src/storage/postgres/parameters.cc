// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/parameters.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "storage/postgres/time.h"

namespace namesake::storage::postgres {
namespace {

// Integers travel with the most significant octet first.
template <typename Integer>
void AppendInteger(std::string& octets, Integer value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
    octets.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> shift));
  }
}

void AppendOctets(std::string& octets, std::span<const std::uint8_t> value) {
  octets.append(reinterpret_cast<const char*>(value.data()), value.size());
}

}  // namespace

namespace internal {

void AppendInt32(std::string& octets, std::int32_t value) { AppendInteger(octets, value); }

void StoreInt32(std::string& octets, std::size_t at, std::int32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    octets[at + i] = static_cast<char>(static_cast<std::uint32_t>(value) >> (24 - 8 * i));
  }
}

}  // namespace internal

Type ArrayOf(Type element) {
  switch (element) {
    case Type::kBool:
      return static_cast<Type>(1000);
    case Type::kBytea:
      return static_cast<Type>(1001);
    case Type::kInt8:
      return static_cast<Type>(1016);
    case Type::kInt4:
      return static_cast<Type>(1007);
    case Type::kText:
      return static_cast<Type>(1009);
    case Type::kTimestamptz:
      return static_cast<Type>(1185);
    case Type::kUuid:
      return static_cast<Type>(2951);
  }
  throw std::logic_error("a type without an array");
}

void Encoding<bool>::Append(std::string& octets, const bool& value) {
  octets.push_back(value ? '\1' : '\0');
}
void Encoding<std::int32_t>::Append(std::string& octets, const std::int32_t& value) {
  AppendInteger(octets, value);
}
void Encoding<std::int64_t>::Append(std::string& octets, const std::int64_t& value) {
  AppendInteger(octets, value);
}
void Encoding<std::string_view>::Append(std::string& octets, const std::string_view& value) {
  octets.append(value);
}
void Encoding<std::string>::Append(std::string& octets, const std::string& value) {
  octets.append(value);
}
void Encoding<base::Uuid>::Append(std::string& octets, const base::Uuid& value) {
  AppendOctets(octets, value.bytes);
}
void Encoding<registry::AccountId>::Append(std::string& octets, const registry::AccountId& value) {
  AppendOctets(octets, value.bytes);
}
void Encoding<base::Time>::Append(std::string& octets, const base::Time& value) {
  AppendInteger(octets, std::int64_t{(value - kPostgresEpoch).count()});
}
void Encoding<std::span<const std::uint8_t>>::Append(std::string& octets,
                                                     const std::span<const std::uint8_t>& value) {
  AppendOctets(octets, value);
}

void Parameters::Begin(Type type) {
  types_.push_back(static_cast<unsigned>(type));
  offsets_.push_back(static_cast<std::ptrdiff_t>(octets_.size()));
}

void Parameters::End() {
  lengths_.push_back(static_cast<int>(octets_.size() - static_cast<std::size_t>(offsets_.back())));
}

void Parameters::AddNull(Type type) {
  types_.push_back(static_cast<unsigned>(type));
  offsets_.push_back(-1);
  lengths_.push_back(0);
}

// One dimension that begins with element 1; an empty array has no dimension.
void Parameters::AddArray(Type element, std::string_view octets, std::size_t count, bool has_null) {
  Begin(ArrayOf(element));
  AppendInteger(octets_, std::int32_t{count == 0 ? 0 : 1});
  AppendInteger(octets_, std::int32_t{has_null ? 1 : 0});
  AppendInteger(octets_, static_cast<std::uint32_t>(element));
  if (count != 0) {
    AppendInteger(octets_, static_cast<std::int32_t>(count));
    AppendInteger(octets_, std::int32_t{1});
    octets_.append(octets);
  }
  End();
}

std::vector<const char*> Parameters::values() const {
  std::vector<const char*> values;
  values.reserve(offsets_.size());
  for (const std::ptrdiff_t offset : offsets_) {
    values.push_back(offset < 0 ? nullptr : octets_.data() + offset);
  }
  return values;
}

}  // namespace namesake::storage::postgres
