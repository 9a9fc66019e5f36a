// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "base/guarded.h"
#include "storage/sqlite/reader.h"

namespace namesake::storage::sqlite {

// Lends a reader to each thread that reads, and keeps it with its prepared statements for the next.
// Safe from several threads.
class ReaderPool {
 public:
  explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

  // Returns what `read(Reader&)` returns. A reader that threw is not used again.
  template <typename Read>
  auto With(Read&& read) {
    std::unique_ptr<Reader> reader = Take();
    auto result = std::forward<Read>(read)(*reader);
    Return(std::move(reader));
    return result;
  }

  // Closes the idle readers: the file was replaced.
  void Clear() { idle_.Set({}); }

 private:
  [[nodiscard]] std::unique_ptr<Reader> Take();
  void Return(std::unique_ptr<Reader> reader);

  const std::filesystem::path file_;
  base::Guarded<std::vector<std::unique_ptr<Reader>>> idle_;
};

}  // namespace namesake::storage::sqlite
