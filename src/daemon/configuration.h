// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "api/rate_limit.h"
#include "events/publisher.h"
#include "http/server.h"
#include "settings/settings.h"

namespace namesake::daemon {

// What the settings mean to the parts of the program.

[[nodiscard]] http::ServerOptions ReadServerOptions(const settings::Settings& settings);
[[nodiscard]] std::optional<http::TlsFiles> ReadTlsFiles(const settings::Settings& settings);
[[nodiscard]] api::RateLimit ReadRateLimit(const settings::Settings& settings);
[[nodiscard]] events::PublisherOptions ReadPublisherOptions(const settings::Settings& settings);
[[nodiscard]] std::chrono::milliseconds ReadStopGrace(const settings::Settings& settings);

// "127.0.0.1:8787", "[::1]:8787"
[[nodiscard]] std::string ShowListening(const http::ServerOptions& options, std::uint16_t port);

}  // namespace namesake::daemon
