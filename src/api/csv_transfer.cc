// SPDX-License-Identifier: Apache-2.0
#include "api/csv_transfer.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/call.h"
#include "api/commit.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/json_body.h"
#include "api/replay.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "http/message.h"
#include "http/router.h"
#include "registry/account.h"
#include "registry/csv.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::api {
namespace {

constexpr std::string_view kCsvType = "text/csv";

// An answer names so many bad lines; whoever has more has another problem than those lines.
constexpr std::size_t kMaxProblems = 1000;

enum class Mode { kCommit, kDryRun };

Checked<Mode> DecodeMode(std::string_view query) {
  Mode mode = Mode::kCommit;
  for (const auto& [name, value] : http::ParseQuery(query)) {
    if (name != "dry_run") continue;
    if (value != "true" && value != "false") {
      return Refuse(Invalid({InvalidValue("/query/dry_run", "dry_run must be true or false")}));
    }
    mode = value == "true" ? Mode::kDryRun : Mode::kCommit;
  }
  return mode;
}

Failure BadLines(const std::vector<registry::CsvError>& errors) {
  std::vector<Problem> problems;
  for (const registry::CsvError& error : errors) {
    if (problems.size() == kMaxProblems) {
      problems.push_back(
          InvalidValue("", fmt::format("and {} more problems", errors.size() - kMaxProblems)));
      break;
    }
    problems.push_back(InvalidValue(fmt::format("/line/{}", error.line),
                                    fmt::format("line {}: {}", error.line, error.message)));
  }
  return Invalid(std::move(problems));
}

// The rows keep their order in lists by time: each is a microsecond older than the next one.
std::vector<registry::Entry> MakeEntries(std::vector<registry::CsvRow> rows,
                                         const registry::AccountId& account, base::Time now) {
  std::vector<registry::Entry> entries;
  entries.reserve(rows.size());
  base::Time time = now - std::chrono::microseconds(rows.size());
  for (registry::CsvRow& row : rows) {
    time += std::chrono::microseconds(1);
    registry::Entry entry;
    entry.account = account;
    entry.id = base::MakeUuidV7(time);
    entry.name = std::move(row.name);
    entry.email = std::move(row.email);
    entry.is_email_regex = row.is_email_regex;
    entry.comments = std::move(row.comments);
    entry.created_at = time;
    entry.modified_at = time;
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string CountBody(std::string_view what, std::size_t count) {
  return SuccessBody(fmt::format(R"({{"{}":{}}})", what, count));
}

http::Response JsonAnswer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace

void CsvTransfer::Import(const CallPointer& call) const {
  if (MediaType(call->request()) != kCsvType) return call->Answer(WrongContentType(kCsvType));
  if (call->request().body_state == http::BodyState::kTooLarge) return call->Answer(TooLarge());
  if (!context_.workers.Post([this, call] { ReadAndCommit(call); })) call->Answer(Unavailable());
}

void CsvTransfer::ReadAndCommit(const CallPointer& call) const {
  const auto mode = DecodeMode(call->request().query);
  if (!mode) return call->Answer(mode.error());
  auto rows = registry::ReadCsv(call->request().body);
  if (!rows) return call->Answer(BadLines(rows.error()));
  const std::size_t count = rows->size();
  if (*mode == Mode::kDryRun) return call->Answer(JsonAnswer(200, CountBody("valid", count)));
  if (count == 0) return call->Answer(JsonAnswer(201, CountBody("created", 0)));

  const base::Time now = context_.clock.Now();
  std::string answer = CountBody("created", count);
  registry::Write write{
      call->account(), registry::CreateEntries{MakeEntries(std::move(*rows), call->account(), now)},
      ReplayOf(*call, answer), now};
  CommitThen(context_, call, std::move(write), std::move(answer),
             [call](std::string text) { call->Answer(JsonAnswer(201, std::move(text))); });
}

void CsvTransfer::Export(const CallPointer& call) const {
  const bool posted = context_.workers.Post([call, &store = context_.store] {
    http::Response response;
    response.content_type = "text/csv; charset=utf-8; header=present";
    response.fields.emplace_back("Content-Disposition",
                                 R"(attachment; filename="impersonation_registry.csv")");
    response.body = registry::CsvHeader();
    const auto visited = store.VisitEntries(call->account(), [&](const registry::Entry& entry) {
      registry::WriteCsvRow(entry, response.body);
      return true;
    });
    if (!visited) return call->Answer(visited.error());
    call->Answer(std::move(response));
  });
  if (!posted) call->Answer(Unavailable());
}

}  // namespace namesake::api
