// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/reader_pool.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "storage/sqlite/reader.h"

namespace namesake::storage::sqlite {
namespace {

// More threads may read at once; what they open beyond this is closed again. A reader holds a few
// file descriptors and up to 8 MiB of pages.
constexpr std::size_t kMaxIdle = 16;

}  // namespace

std::unique_ptr<Reader> ReaderPool::Take() {
  auto idle = idle_.With([](auto& readers) -> std::unique_ptr<Reader> {
    if (readers.empty()) return nullptr;
    std::unique_ptr<Reader> reader = std::move(readers.back());
    readers.pop_back();
    return reader;
  });
  return idle != nullptr ? std::move(idle) : std::make_unique<Reader>(file_);
}

void ReaderPool::Return(std::unique_ptr<Reader> reader) {
  idle_.With([&](auto& readers) {
    if (readers.size() < kMaxIdle) readers.push_back(std::move(reader));
  });
}

}  // namespace namesake::storage::sqlite
