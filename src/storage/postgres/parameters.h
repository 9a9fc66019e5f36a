// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/account.h"

namespace namesake::storage::postgres {

// PostgreSQL's numbers of the types that we use; they never change.
enum class Type : unsigned {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt4 = 23,
  kText = 25,
  kTimestamptz = 1184,
  kUuid = 2950,
};
[[nodiscard]] Type ArrayOf(Type element);

// A value in PostgreSQL's binary format: what each C++ type is there.
template <typename T>
struct Encoding;

#define NAMESAKE_POSTGRES_ENCODING(cpp_type, postgres_type)         \
  template <>                                                       \
  struct Encoding<cpp_type> {                                       \
    static constexpr Type kType = postgres_type;                    \
    static void Append(std::string& octets, const cpp_type& value); \
  }
NAMESAKE_POSTGRES_ENCODING(bool, Type::kBool);
NAMESAKE_POSTGRES_ENCODING(std::int32_t, Type::kInt4);
NAMESAKE_POSTGRES_ENCODING(std::int64_t, Type::kInt8);
NAMESAKE_POSTGRES_ENCODING(std::string_view, Type::kText);
NAMESAKE_POSTGRES_ENCODING(std::string, Type::kText);
NAMESAKE_POSTGRES_ENCODING(base::Uuid, Type::kUuid);
NAMESAKE_POSTGRES_ENCODING(registry::AccountId, Type::kUuid);
NAMESAKE_POSTGRES_ENCODING(base::Time, Type::kTimestamptz);
NAMESAKE_POSTGRES_ENCODING(std::span<const std::uint8_t>, Type::kBytea);
#undef NAMESAKE_POSTGRES_ENCODING

template <std::size_t kSize>
struct Encoding<std::array<std::uint8_t, kSize>> {
  static constexpr Type kType = Type::kBytea;
  static void Append(std::string& octets, const std::array<std::uint8_t, kSize>& value) {
    Encoding<std::span<const std::uint8_t>>::Append(octets, value);
  }
};

// One column of many rows, as an array: a statement takes all rows of a batch at once through
// unnest($1, $2, …), which costs a fraction of as many statements.
template <typename T>
class Column {
 public:
  void Add(const T& value) {
    const std::size_t length_at = BeginElement();
    Encoding<T>::Append(octets_, value);
    EndElement(length_at);
  }
  void Add(const std::optional<T>& value) {
    if (value) return Add(*value);
    AddNull();
  }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] const std::string& octets() const noexcept { return octets_; }
  [[nodiscard]] bool has_null() const noexcept { return has_null_; }

 private:
  std::size_t BeginElement();
  void EndElement(std::size_t length_at);
  void AddNull();

  std::string octets_;
  std::size_t count_ = 0;
  bool has_null_ = false;
};

// The arguments of one run of a statement, encoded and owned.
class Parameters {
 public:
  template <typename... Arguments>
  [[nodiscard]] static Parameters Of(const Arguments&... arguments) {
    Parameters parameters;
    (parameters.Add(arguments), ...);
    return parameters;
  }

  template <typename T>
  void Add(const T& value) {
    Begin(Encoding<T>::kType);
    Encoding<T>::Append(octets_, value);
    End();
  }
  template <typename T>
  void Add(const std::optional<T>& value) {
    if (value) return Add(*value);
    AddNull(Encoding<T>::kType);
  }
  template <typename T>
  void Add(const Column<T>& column) {
    AddArray(Encoding<T>::kType, column.octets(), column.size(), column.has_null());
  }
  void Add(const char* text) { Add(std::string_view(text)); }

  [[nodiscard]] std::size_t size() const noexcept { return types_.size(); }
  [[nodiscard]] const std::vector<unsigned>& types() const noexcept { return types_; }
  [[nodiscard]] std::vector<const char*> values() const;  // null: NULL
  [[nodiscard]] const std::vector<int>& lengths() const noexcept { return lengths_; }

 private:
  void Begin(Type type);
  void End();
  void AddNull(Type type);
  void AddArray(Type element, std::string_view octets, std::size_t count, bool has_null);

  std::string octets_;
  std::vector<unsigned> types_;
  std::vector<std::ptrdiff_t> offsets_;  // -1: NULL
  std::vector<int> lengths_;
};

namespace internal {
void AppendInt32(std::string& octets, std::int32_t value);
void StoreInt32(std::string& octets, std::size_t at, std::int32_t value);
}  // namespace internal

template <typename T>
std::size_t Column<T>::BeginElement() {
  const std::size_t at = octets_.size();
  internal::AppendInt32(octets_, 0);
  return at;
}

template <typename T>
void Column<T>::EndElement(std::size_t length_at) {
  internal::StoreInt32(octets_, length_at,
                       static_cast<std::int32_t>(octets_.size() - length_at - 4));
  ++count_;
}

template <typename T>
void Column<T>::AddNull() {
  internal::AppendInt32(octets_, -1);
  has_null_ = true;
  ++count_;
}

}  // namespace namesake::storage::postgres
