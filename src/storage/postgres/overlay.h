// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "registry/account.h"

namespace namesake::storage::postgres {

// Rows of one table as a batch of writes finds them, and as it leaves them. `Value` has an account
// and an id. What was not loaded is not there.
template <typename Value>
class Overlay {
 public:
  using Key = std::pair<registry::AccountId, base::Uuid>;
  struct Row {
    std::optional<Value> before;
    std::optional<Value> now;
  };

  void Load(Value value) {
    Row& row = rows_[KeyOf(value)];
    row.before = value;
    row.now = std::move(value);
  }

  // Null: not there, or not any more.
  [[nodiscard]] const Value* Find(const registry::AccountId& account, const base::Uuid& id) const {
    const auto found = rows_.find({account, id});
    return found == rows_.end() || !found->second.now ? nullptr : &*found->second.now;
  }

  void Put(const Value& value) { Set(KeyOf(value), value); }
  void Erase(const registry::AccountId& account, const base::Uuid& id) {
    Set({account, id}, std::nullopt);
  }

  // Takes back what was done since a mark was taken.
  using Mark = std::size_t;
  [[nodiscard]] Mark mark() const noexcept { return undo_.size(); }
  void ReturnTo(Mark mark) {
    for (; undo_.size() > mark; undo_.pop_back()) {
      rows_.find(undo_.back().first)->second.now = std::move(undo_.back().second);
    }
  }

  [[nodiscard]] const std::map<Key, Row>& rows() const noexcept { return rows_; }

 private:
  static Key KeyOf(const Value& value) { return {value.account, value.id}; }
  void Set(const Key& key, std::optional<Value> value) {
    Row& row = rows_[key];
    undo_.emplace_back(key, std::move(row.now));
    row.now = std::move(value);
  }

  std::map<Key, Row> rows_;
  std::vector<std::pair<Key, std::optional<Value>>> undo_;
};

}  // namespace namesake::storage::postgres
