// SPDX-License-Identifier: Apache-2.0
#include "storage/testing/postgres_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/settings.h"

namespace namesake::storage::testing {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kPatience = 60s;

// Debian's place for them, the newest first.
fs::path FindPrograms() {
  std::vector<fs::path> found;
  const fs::path all = "/usr/lib/postgresql";
  if (!fs::exists(all)) return {};
  for (const auto& version : fs::directory_iterator(all)) {
    if (fs::exists(version.path() / "bin" / "initdb")) found.push_back(version.path() / "bin");
  }
  return found.empty() ? fs::path() : *std::max_element(found.begin(), found.end());
}

// Whom the server runs as: ourselves, unless we are root.
const passwd* ServerUser() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  return user != nullptr ? user : getpwnam("nobody");
}

// Runs a program as that user, its output in `log`. Ends with this process.
pid_t Spawn(const std::vector<std::string>& words, const fs::path& log) {
  const passwd* user = ServerUser();
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no further process");
  if (child > 0) return child;
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  const bool other = user == nullptr || (setgroups(0, nullptr) == 0 && setgid(user->pw_gid) == 0 &&
                                         setuid(user->pw_uid) == 0);
  // After setuid, which takes it back.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (other && getppid() == parent && chdir("/") == 0) execv(arguments[0], arguments.data());
  _exit(127);
}

int WaitFor(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return status;
}

std::string Contents(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

bool PostgresServer::IsInstalled() { return !FindPrograms().empty(); }

PostgresServer& PostgresServer::Shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() : programs_(FindPrograms()), data_(folder_.path() / "data") {
  if (programs_.empty()) throw std::runtime_error("PostgreSQL is not installed");
  if (const passwd* user = ServerUser()) {
    if (chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
      throw std::runtime_error("the folder cannot be given to the server's user");
    }
  }
  Initialise();
  Start();
}

PostgresServer::~PostgresServer() { Stop(SIGQUIT); }

void PostgresServer::Initialise() {
  const fs::path log = folder_.path() / "initdb.log";
  const pid_t process = Spawn(
      {(programs_ / "initdb").string(), "--pgdata", data_.string(), "--username", "postgres",
       "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync", "--no-instructions"},
      log);
  if (WaitFor(process) != 0) throw std::runtime_error("initdb: " + Contents(log));
}

void PostgresServer::Start() {
  const fs::path log = folder_.path() / "server.log";
  // WITH (STRATEGY = FILE_COPY) and no fsync: a new database costs some ten milliseconds.
  pid_ =
      Spawn({(programs_ / "postgres").string(), "-D", data_.string(), "-k", folder_.path().string(),
             "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
             "max_connections=200", "-c", "shared_buffers=64MB", "-c", "autovacuum=off"},
            log);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    try {
      return Execute("SELECT 1");
    } catch (const postgres::Failure& failure) {
      if (waitpid(pid_, nullptr, WNOHANG) == pid_ || std::chrono::steady_clock::now() > deadline) {
        pid_ = -1;
        throw std::runtime_error(fmt::format("postgres: {}: {}", failure.what(), Contents(log)));
      }
    }
    std::this_thread::sleep_for(10ms);
  }
}

void PostgresServer::Stop(int signal) {
  if (pid_ < 0) return;
  kill(pid_, signal);
  WaitFor(pid_);
  pid_ = -1;
}

void PostgresServer::Kill() { Stop(SIGQUIT); }

std::string PostgresServer::UriOf(std::string_view database) const {
  return fmt::format("postgresql:///{}?host={}&user=postgres", database, folder_.path().string());
}

void PostgresServer::Execute(std::string_view sql) {
  const auto settings = postgres::Settings::Parse(UriOf("postgres"));
  postgres::Connection(settings.value(), postgres::Connection::Use::kReading).Execute(sql);
}

std::string PostgresServer::NewDatabase() { return CopyOf("template0"); }

std::string PostgresServer::CopyOf(std::string_view original) {
  const std::string name = fmt::format("test_{}", ++databases_);
  Execute(fmt::format("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, original));
  return UriOf(name);
}

}  // namespace namesake::storage::testing
