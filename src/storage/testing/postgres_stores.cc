// SPDX-License-Identifier: Apache-2.0
// The contract over PostgreSQL: each test has a database of its own.
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "registry/store.h"
#include "storage/open.h"
#include "storage/postgres/postgres_store.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {
namespace {

std::unique_ptr<registry::Store> Open(const std::string& uri) {
  auto store = postgres::OpenPostgresStore(uri, OpenMode::kCreate);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

// A copy of a database with all tables is made faster than the tables.
std::unique_ptr<registry::Store> OpenPostgres(const std::filesystem::path& /*folder*/) {
  PostgresServer& server = PostgresServer::Shared();
  static const std::string original = [&] {
    server.Execute("CREATE DATABASE original");
    (void)Open(server.UriOf("original"));
    return std::string("original");
  }();
  return Open(server.CopyOf(original));
}

}  // namespace

std::vector<Implementation> Implementations() {
  if (!PostgresServer::IsInstalled()) return {};
  return {{"postgresql", OpenPostgres}};
}

}  // namespace namesake::storage::testing
