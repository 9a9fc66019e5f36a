// SPDX-License-Identifier: Apache-2.0
#include "daemon/configuration.h"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "api/rate_limit.h"
#include "events/publisher.h"
#include "http/limits.h"
#include "http/server.h"
#include "launch/listen.h"
#include "settings/settings.h"

namespace namesake::daemon {
namespace {

using settings::Settings;

http::Limits ReadLimits(const Settings& settings) {
  http::Limits limits;
  limits.max_header_bytes = static_cast<std::size_t>(settings.Number("http.max_header_bytes"));
  limits.max_header_fields = static_cast<std::size_t>(settings.Number("http.max_header_fields"));
  limits.max_connections = static_cast<std::size_t>(settings.Number("http.max_connections"));
  limits.idle_timeout = std::chrono::seconds(settings.Number("http.idle_timeout_seconds"));
  limits.request_timeout = std::chrono::seconds(settings.Number("http.request_timeout_seconds"));
  return limits;
}

}  // namespace

http::ServerOptions ReadServerOptions(const Settings& settings) {
  http::ServerOptions options;
  const launch::ListenAddress listen = launch::ReadListenAddress(settings.Text("listen"));
  options.address = listen.address;
  options.port = listen.port;
  options.threads = static_cast<unsigned>(settings.Number("http.threads"));
  options.limits = ReadLimits(settings);
  options.tls = ReadTlsFiles(settings);
  return options;
}

std::optional<http::TlsFiles> ReadTlsFiles(const Settings& settings) {
  const std::string& certificate = settings.Text("tls.certificate");
  if (certificate.empty()) return std::nullopt;
  return http::TlsFiles{.certificate = certificate, .key = settings.Text("tls.key")};
}

api::RateLimit ReadRateLimit(const Settings& settings) {
  return {.requests = static_cast<std::uint64_t>(settings.Number("rate_limit.requests")),
          .window = std::chrono::seconds(settings.Number("rate_limit.window_seconds"))};
}

events::PublisherOptions ReadPublisherOptions(const Settings& settings) {
  return {.file = settings.Text("events.file"),
          .facility = settings.Text("events.syslog"),
          .ca_file = settings.Text("events.ca_file"),
          .user_agent = "Namesake/" NAMESAKE_VERSION};
}

std::chrono::milliseconds ReadStopGrace(const Settings& settings) {
  return std::chrono::seconds(settings.Number("http.stop_grace_seconds"));
}

std::string ShowListening(const http::ServerOptions& options, std::uint16_t port) {
  const bool is_ipv6 = options.address.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("[{}]:{}", options.address, port)
                 : fmt::format("{}:{}", options.address, port);
}

}  // namespace namesake::daemon
