// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/worker_pool.h"
#include "live/live_registry.h"
#include "record/courier.h"
#include "record/record_store.h"
#include "record/recorder.h"
#include "registry/store.h"

namespace namesake::api {

// What the routes work with; built by main, outlives the service.
struct Context {
  registry::Store& store;
  live::LiveRegistry& registry;
  base::WorkerPool& workers;  // for what may block: lists, imports, scans
  const base::Clock& clock;
  record::RecordStore* records = nullptr;  // of messages; null where there are none
  // Not null where records are: who writes them behind the back of others, and who delivers them.
  record::Recorder* recorder = nullptr;
  record::Courier* courier = nullptr;
};

}  // namespace namesake::api
