// SPDX-License-Identifier: Apache-2.0
#include "api/investigate.h"

#include <boost/json.hpp>
#include <cstdint>
#include <utility>

#include "api/call.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/record_json.h"
#include "api/record_query.h"
#include "base/expected.h"
#include "http/message.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "report/message_object.h"
#include "report/message_totals.h"
#include "text/utf8.h"

namespace namesake::api {
namespace {

namespace json = boost::json;
using record::MessageRecord;

// What a worker counts in less than a second, and how many it holds at a time.
constexpr std::uint64_t kMaxCounted = 50'000;
constexpr std::uint32_t kCountedAtOnce = 1000;

constexpr const char* kMessageParameter = "message_id";

// `count` and `page` of a page by number, `next` of one by cursor; clients follow either.
json::object ResultInfo(const RecordSearch& search, const record::RecordPage& page) {
  json::object info{{"count", page.records.size()},
                    {"per_page", search.query.limit},
                    {"total_count", page.total_count},
                    {"next", nullptr},
                    {"previous", nullptr}};
  if (search.by_page && !search.query.after) info["page"] = search.page;
  if (page.more) {
    const MessageRecord& last = page.records.back();
    info["next"] = EncodeCursor({last.scanned_at, last.id});
  }
  return info;
}

http::Response PageAnswer(const RecordSearch& search, const record::RecordPage& page) {
  json::array messages;
  messages.reserve(page.records.size());
  // The log of each is told with the message itself; the field is deprecated here.
  for (const MessageRecord& record : page.records) {
    messages.push_back(report::MessageObject(record, {}));
  }
  http::Response response;
  response.status = 200;
  response.body = json::serialize(json::object{{"result", std::move(messages)},
                                               {"result_info", ResultInfo(search, page)},
                                               {"success", true},
                                               {"errors", json::array()},
                                               {"messages", json::array()}});
  return response;
}

base::Expected<json::object> CountMessages(record::RecordStore& records,
                                           const registry::AccountId& account,
                                           const TotalsSearch& wanted) {
  record::RecordQuery query = wanted.query;
  report::MessageTotals totals(query.start, query.end);
  record::RecordPage page;
  std::uint64_t total = 0;
  query.limit = kCountedAtOnce;
  query.count = true;  // the first time
  if (!wanted.finds_none) {
    do {
      auto next = records.Search(account, query);
      if (!next) return base::Fail(next.error());
      page = *std::move(next);
      if (query.count) total = page.total_count;
      query.count = false;
      for (const MessageRecord& record : page.records) totals.Add(record);
      if (page.more) query.after = {page.records.back().scanned_at, page.records.back().id};
    } while (page.more && totals.counted() < kMaxCounted);
  }
  json::object object = totals.Object(wanted.top);
  object["total"] = total;
  object["complete"] = !page.more;
  return object;
}

}  // namespace

void Investigate::List(const CallPointer& call) const {
  auto search = DecodeRecordSearch(call->request().query, context_.clock.Now());
  if (!search) return call->Answer(search.error());
  if (context_.records == nullptr) return call->Answer(Unavailable());
  if (search->finds_none) return call->Answer(PageAnswer(*search, {}));
  const bool posted =
      context_.workers.Post([call, search = std::move(*search), &records = *context_.records] {
        const auto page = records.Search(call->account(), search.query);
        if (!page) return call->Answer(page.error());
        call->Answer(PageAnswer(search, *page));
      });
  if (!posted) call->Answer(Unavailable());
}

void Investigate::Totals(const CallPointer& call) const {
  auto wanted = DecodeTotalsSearch(call->request().query, context_.clock.Now());
  if (!wanted) return call->Answer(wanted.error());
  if (context_.records == nullptr) return call->Answer(Unavailable());
  const bool posted =
      context_.workers.Post([call, wanted = std::move(*wanted), &records = *context_.records] {
        auto totals = CountMessages(records, call->account(), wanted);
        if (!totals) return call->Answer(totals.error());
        call->Answer(Success(200, *std::move(totals)));
      });
  if (!posted) call->Answer(Unavailable());
}

template <typename Answer>
void Investigate::WithMessage(const CallPointer& call, Answer answer) const {
  if (context_.records == nullptr) return call->Answer(Unavailable());
  const bool posted =
      context_.workers.Post([call, answer = std::move(answer), &records = *context_.records] {
        const auto record =
            records.Find(call->account(), call->admission().match.Parameter(kMessageParameter));
        if (!record) return call->Answer(record.error());
        if (!*record) return call->Answer(MessageNotFound());
        answer(records, **record);
      });
  if (!posted) call->Answer(Unavailable());
}

void Investigate::Get(const CallPointer& call) const {
  WithMessage(call, [call](record::RecordStore& records, const MessageRecord& record) {
    const auto actions = records.Actions(record.account, record.id);
    if (!actions) return call->Answer(actions.error());
    call->Answer(Success(200, report::MessageObject(record, *actions)));
  });
}

void Investigate::Detections(const CallPointer& call) const {
  WithMessage(call, [call](record::RecordStore& /*records*/, const MessageRecord& record) {
    call->Answer(Success(200, DetectionsObject(record)));
  });
}

void Investigate::ActionLog(const CallPointer& call) const {
  WithMessage(call, [call](record::RecordStore& records, const MessageRecord& record) {
    const auto actions = records.Actions(record.account, record.id);
    if (!actions) return call->Answer(actions.error());
    json::array log;
    for (const record::RecordedAction& action : *actions) log.push_back(ActionObject(action));
    call->Answer(Success(200, log));
  });
}

void Investigate::Raw(const CallPointer& call) const {
  WithMessage(call, [call](record::RecordStore& records, const MessageRecord& record) {
    const auto raw = records.Raw(record.account, record.id);
    if (!raw) return call->Answer(raw.error());
    if (!*raw) return call->Answer(MessageNotKept());
    call->Answer(Success(200, json::object{{"raw", text::RepairUtf8(**raw)}}));
  });
}

void Investigate::Trace(const CallPointer& call) const {
  WithMessage(call, [call](record::RecordStore& records, const MessageRecord& record) {
    const auto actions = records.Actions(record.account, record.id);
    if (!actions) return call->Answer(actions.error());
    call->Answer(Success(200, TraceObject(record, *actions)));
  });
}

}  // namespace namesake::api
