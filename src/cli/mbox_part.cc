// SPDX-License-Identifier: Apache-2.0
#include "cli/mbox_part.h"

#include <algorithm>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/inspection.h"
#include "mail/mbox.h"
#include "mail/mbox_file.h"
#include "mail/octet_window.h"

namespace namesake::cli {

std::vector<MboxPart> PartsOf(const std::shared_ptr<const mail::MboxFile>& mbox) {
  std::vector<MboxPart> parts;
  std::promise<MessageCount> none_before;
  none_before.set_value(0);
  std::shared_future<MessageCount> before = none_before.get_future().share();
  for (const mail::MboxRange& range : mbox->Parts()) {
    auto after = std::make_shared<std::promise<MessageCount>>();
    std::shared_future<MessageCount> next = after->get_future().share();
    parts.push_back({mbox, range, std::exchange(before, std::move(next)), std::move(after)});
  }
  return parts;
}

std::uint64_t OctetsOf(const MboxPart& part) noexcept {
  const std::uint64_t end = std::min(part.range.end, part.mbox->size());
  return end - std::min(part.range.begin, end);
}

PartBatch ReadPart(const MboxPart& part) {
  PartBatch result;
  mail::OctetWindow window;
  result.batch.Reserve(OctetsOf(part));
  const auto read = part.mbox->Read(part.range, window, [&](std::string_view message) {
    result.batch.Add({.source = part.mbox->path(), .bytes = message, .position = 0});
    return true;
  });
  const MessageCount before = part.before.get();
  part.after->set_value(before && read ? MessageCount(*before + result.batch.items().size())
                                       : std::nullopt);
  if (!before) return {};
  result.batch.Number(*before);
  if (!read) result.failure = read.error();
  return result;
}

}  // namespace namesake::cli
