// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/expected.h"
#include "events/delivery.h"
#include "events/event.h"
#include "events/lease.h"
#include "events/poster.h"
#include "events/reader.h"
#include "events/receiver.h"
#include "live/account_settings.h"
#include "live/live_registry.h"
#include "record/record_feed.h"
#include "registry/account.h"
#include "registry/store.h"

namespace namesake::events {

// Delivers each account's events to its webhook, in a thread of its own; requests to different
// webhooks run at the same time, so that none waits for another. A webhook that is set while this
// runs gets everything from that moment on, its own setting included.
class WebhookPublisher {
 public:
  // All of them must outlive this object.
  WebhookPublisher(registry::Store& store, record::RecordFeed& records,
                   const live::LiveRegistry& registry, const base::Clock& clock,
                   std::string ca_file, std::string user_agent);
  WebhookPublisher(const WebhookPublisher&) = delete;
  WebhookPublisher& operator=(const WebhookPublisher&) = delete;
  ~WebhookPublisher();  // gives what is under way some seconds to be answered

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  // What an account wants, and where its events begin if it never got any: where things stood one
  // look before that was seen.
  struct Wish {
    live::Webhook target;
    Place begin;
  };

  void Run();
  // One round; returns how long nothing needs to be done unless a webhook answers.
  [[nodiscard]] base::Expected<std::chrono::milliseconds> Step();
  [[nodiscard]] base::Status Look();
  [[nodiscard]] base::Status ReadWishes(const Place& begin);
  [[nodiscard]] base::Status FollowWishes();
  [[nodiscard]] base::Status AddReceiver(const registry::AccountId& account, const Wish& wish);
  void RemoveReceiver(const registry::AccountId& account);
  [[nodiscard]] base::Expected<bool> AdvanceAll();
  void SendWhatIsDue();
  void Send(const registry::AccountId& account, Receiver& receiver, const Delivery& delivery);
  void TakeAnswers(std::chrono::milliseconds time);
  [[nodiscard]] base::Status SavePositions();
  void RemoveReceivers();
  void Finish();
  void Report(const base::Status& outcome);
  [[nodiscard]] std::chrono::milliseconds TimeToNextTry() const;

  record::RecordFeed& records_;
  const live::LiveRegistry& registry_;
  const base::Clock& clock_;
  Reader reader_;
  Lease lease_;
  Poster poster_;

  std::map<registry::AccountId, Receiver> receivers_;
  std::map<Poster::Ticket, registry::AccountId> under_way_;
  std::map<registry::AccountId, Wish> wishes_;
  std::optional<Place> stood_;  // at the last look; `changes`: of which wishes_ are known
  SteadyTime look_at_;
  SteadyTime save_at_;
  bool has_delivered_ = false;
  bool has_failed_ = false;

  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace namesake::events
