// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/settings.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/expected.h"

namespace namesake::storage::postgres {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

constexpr std::pair<std::string_view, std::string_view> kDefaults[] = {
    {"connect_timeout", "3"},     {"tcp_user_timeout", "5000"}, {"keepalives_idle", "5"},
    {"keepalives_interval", "2"}, {"keepalives_count", "3"},
};

const PQconninfoOption* Find(const Options& options, std::string_view keyword) {
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->keyword == keyword) return option;
  }
  return nullptr;
}

std::string_view ValueOf(const Options& options, std::string_view keyword) {
  const PQconninfoOption* option = Find(options, keyword);
  return option != nullptr && option->val != nullptr ? option->val : std::string_view();
}

// In the URI or in libpq's environment (PGHOST, …).
std::string_view Chosen(const Options& options, std::string_view keyword) {
  const std::string_view value = ValueOf(options, keyword);
  const PQconninfoOption* option = Find(options, keyword);
  if (!value.empty() || option == nullptr || option->envvar == nullptr) return value;
  const char* environment = std::getenv(option->envvar);
  return environment == nullptr ? std::string_view() : environment;
}

// A password with an @, : or / that was not percent-encoded ends up in these, and libpq would
// repeat them in its messages.
bool LooksMisread(const Options& options) {
  const std::string_view hosts = ValueOf(options, "host");
  const std::string_view ports = ValueOf(options, "port");
  return hosts.find('@') != std::string_view::npos ||
         ports.find_first_not_of("0123456789,") != std::string_view::npos;
}

}  // namespace

bool IsPostgresUri(std::string_view uri) {
  return uri.starts_with("postgresql://") || uri.starts_with("postgres://");
}

base::Expected<Settings> Settings::Parse(std::string_view uri) {
  const std::string text(uri);
  const Options options(IsPostgresUri(uri) ? PQconninfoParse(text.c_str(), nullptr) : nullptr);
  if (options == nullptr || LooksMisread(options)) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      "a PostgreSQL store is named like "
                      "postgresql://USER@HOST:5432/DATABASE?sslmode=verify-full, with what is "
                      "special in a user or password percent-encoded (@ is %40, / is %2F)");
  }
  Settings settings;
  // A service file may settle them, too; what stands before it here would weigh more.
  if (Chosen(options, "service").empty()) {
    for (const auto& [keyword, value] : kDefaults) {
      if (Chosen(options, keyword).empty()) settings.words_.emplace_back(keyword, value);
    }
    const std::string_view hosts = Chosen(options, "host");
    if (std::count(hosts.begin(), hosts.end(), ',') > 0 &&
        Chosen(options, "target_session_attrs").empty()) {
      settings.words_.emplace_back("target_session_attrs", "read-write");
    }
  }
  settings.words_.emplace_back("fallback_application_name", "namesake");
  settings.words_.emplace_back("dbname", text);
  settings.words_.emplace_back("client_encoding", "UTF8");
  return settings;
}

}  // namespace namesake::storage::postgres
