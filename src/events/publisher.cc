// SPDX-License-Identifier: Apache-2.0
#include "events/publisher.h"

#include <memory>

#include "base/clock.h"
#include "events/line_publisher.h"
#include "events/line_sink.h"
#include "events/webhook_publisher.h"
#include "live/live_registry.h"
#include "record/record_feed.h"
#include "registry/store.h"

namespace namesake::events {

Publisher::Publisher(registry::Store& store, record::RecordFeed& records,
                     const live::LiveRegistry& registry, const base::Clock& clock,
                     const PublisherOptions& options)
    : webhooks_(std::make_unique<WebhookPublisher>(store, records, registry, clock, options.ca_file,
                                                   options.user_agent)) {
  if (!options.file.empty()) {
    lines_.push_back(std::make_unique<LinePublisher>(
        "file:" + options.file, MakeFileSink(options.file), store, records, clock));
  }
  if (!options.facility.empty() && options.facility != "none") {
    lines_.push_back(std::make_unique<LinePublisher>("syslog", MakeSyslogSink(options.facility),
                                                     store, records, clock));
  }
}

Publisher::~Publisher() = default;

void Publisher::Reopen() {
  for (const auto& line : lines_) line->Reopen();
}

}  // namespace namesake::events
