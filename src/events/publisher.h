// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "live/live_registry.h"
#include "record/record_feed.h"
#include "registry/store.h"

namespace namesake::events {

class LinePublisher;
class WebhookPublisher;

struct PublisherOptions {
  std::string file = {};      // "" for none
  std::string facility = {};  // of syslog; "none" or "" for none
  std::string ca_file = {};
  std::string user_agent = "Namesake";
};

// Tells others what happens, at least once: messages that were flagged and changes of the registry
// (docs/events-out.md). It follows what is written down already and remembers where it was, so that
// whoever writes never waits for it, and nothing is lost when it is killed. Of several on one store
// one publishes at a time.
class Publisher {
 public:
  // All of them must outlive this object.
  Publisher(registry::Store& store, record::RecordFeed& records, const live::LiveRegistry& registry,
            const base::Clock& clock, const PublisherOptions& options);
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;
  ~Publisher();

  // After logrotate. From any thread.
  void Reopen();

 private:
  std::vector<std::unique_ptr<LinePublisher>> lines_;
  std::unique_ptr<WebhookPublisher> webhooks_;
};

}  // namespace namesake::events
