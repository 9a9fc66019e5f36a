// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "base/error.h"
#include "cli/inspection.h"
#include "mail/mbox.h"
#include "mail/mbox_file.h"

namespace namesake::cli {

// How many messages of an mbox stand before a part; nullopt when a part before could not be read,
// and nobody knows.
using MessageCount = std::optional<std::uint64_t>;

// A part of an mbox for one thread, which reads and inspects it. Messages are numbered through the
// whole mbox: the thread of each part waits for that of the part before to have found its messages
// (not to have inspected them) and tells the next. So parts have to be begun in their order.
struct MboxPart {
  std::shared_ptr<const mail::MboxFile> mbox;
  mail::MboxRange range;
  std::shared_future<MessageCount> before;
  std::shared_ptr<std::promise<MessageCount>> after;
};

[[nodiscard]] std::vector<MboxPart> PartsOf(const std::shared_ptr<const mail::MboxFile>& mbox);

// Its size, as far as the mbox went when it was opened.
[[nodiscard]] std::uint64_t OctetsOf(const MboxPart& part) noexcept;

// The messages of a part, numbered. Those before a failure are there; none are behind the failure
// of an earlier part.
struct PartBatch {
  Batch batch;
  std::optional<base::Error> failure;
};

[[nodiscard]] PartBatch ReadPart(const MboxPart& part);

}  // namespace namesake::cli
