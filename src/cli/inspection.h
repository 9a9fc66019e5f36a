// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detection/snapshot.h"
#include "mail/message_source.h"
#include "report/scan_summary.h"

namespace namesake::cli {

enum class ScanFormat {
  kText,       // a paragraph for each flagged message
  kJsonLines,  // an object for every message
  kHtml,       // one page at the end, with the flagged messages
};

// Header sections of some messages, in order: what one thread inspects at a time. It is large
// enough that handing it over costs nothing beside the inspection.
class Batch {
 public:
  // Copies the header section (up to the first empty line), since the message's bytes are gone
  // after the callback.
  void Add(const mail::SourcedMessage& message);

  // Room for header sections of so many octets, which need not be copied as they become more.
  void Reserve(std::size_t octets) { headers_.reserve(octets); }

  // Makes the sources "path#13", "path#14", … for the messages of an mbox with `before` messages in
  // front of the first of these.
  void Number(std::uint64_t before);

  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  [[nodiscard]] bool full() const noexcept;

  struct Item {
    std::string source;
    std::size_t begin;
    std::size_t size;
  };
  [[nodiscard]] const std::vector<Item>& items() const noexcept { return items_; }
  [[nodiscard]] std::string_view HeadersOf(const Item& item) const noexcept {
    return std::string_view(headers_).substr(item.begin, item.size);
  }

 private:
  std::string headers_;
  std::vector<Item> items_;
};

// What is to be printed about a batch.
struct BatchReport {
  std::string text;
  report::ScanSummary summary;
  std::vector<std::string> html;   // of the flagged messages, for the page
  std::vector<std::string> notes;  // "inbox#12: …", a line for each message that is damaged
};

// Pure, so any number of threads may share `snapshot`. `authserv_id` as in mail::ReadSenderClaims.
[[nodiscard]] BatchReport InspectBatch(const Batch& batch, const detection::Snapshot& snapshot,
                                       std::string_view authserv_id, ScanFormat format);

}  // namespace namesake::cli
