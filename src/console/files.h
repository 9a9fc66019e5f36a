// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace namesake::console {

// One file of the web console as the build made it. All text lives in the program.
struct File {
  std::string_view path;          // "/", "/assets/index-4fK2.js"
  std::string_view content_type;  // "text/html; charset=utf-8"
  std::string_view hash;          // of the body: what an ETag is made of
  bool named_by_hash;             // another body would have another path
  std::string_view body;
  std::string_view gzip;    // empty where compression gains nothing
  std::string_view brotli;  // likewise
};

// All files, by path; none when the program was built with NAMESAKE_CONSOLE=OFF.
[[nodiscard]] std::span<const File> Files() noexcept;

}  // namespace namesake::console
