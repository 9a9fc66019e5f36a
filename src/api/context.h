// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/worker_pool.h"
#include "live/live_registry.h"
#include "registry/store.h"

namespace namesake::api {

// What the routes work with; built by main, outlives the service.
struct Context {
  registry::Store& store;
  live::LiveRegistry& registry;
  base::WorkerPool& workers;  // for what may block: lists, imports, scans
  const base::Clock& clock;
};

}  // namespace namesake::api
