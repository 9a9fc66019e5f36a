// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/expected.h"

namespace namesake::cli {

// What a command prints for other programs: standard output, buffered. The first failure of a write
// is kept and ends all later ones, so that a command prints without asking each time, a long one
// looks at `ok` now and then, and main asks `status` once at the end. Not safe from several
// threads.
class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void Write(std::string_view text);
  void Flush();

  [[nodiscard]] bool ok() const noexcept { return failure_ == 0; }
  // The reader has gone away, as `head` does when it has seen enough (EPIPE; SIGPIPE has to be
  // ignored for this to be seen). Not worth a message.
  [[nodiscard]] bool reader_gone() const noexcept;
  [[nodiscard]] bool is_terminal() const noexcept;
  // The first failure: kUnavailable.
  [[nodiscard]] base::Status status() const;

 private:
  int descriptor_;
  int failure_ = 0;  // errno of the first failed write
  std::string buffer_;
};

}  // namespace namesake::cli
