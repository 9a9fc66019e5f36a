// SPDX-License-Identifier: Apache-2.0
#include "api/investigate.h"

#include <boost/json.hpp>
#include <utility>

#include "api/call.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/record_json.h"
#include "api/record_query.h"
#include "http/message.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "report/message_object.h"
#include "text/utf8.h"

namespace namesake::api {
namespace {

namespace json = boost::json;
using record::MessageRecord;

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
