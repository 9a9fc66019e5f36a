// SPDX-License-Identifier: Apache-2.0
#include "events/poster.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "events/delivery.h"

namespace namesake::events {
namespace {

struct CloseEasy {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct CloseMulti {
  void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;
using Multi = std::unique_ptr<CURLM, CloseMulti>;
using List = std::unique_ptr<curl_slist, FreeList>;

List ListOf(const std::vector<std::string>& fields) {
  List list;
  for (const std::string& field : fields) {
    curl_slist* const shorter = list.release();
    curl_slist* const longer = curl_slist_append(shorter, field.c_str());
    list.reset(longer == nullptr ? shorter : longer);
    if (longer == nullptr) throw std::bad_alloc();
  }
  return list;
}

std::size_t Ignore(char* /*octets*/, std::size_t size, std::size_t count, void* /*none*/) noexcept {
  return size * count;
}

void Require(CURLMcode code) {
  if (code != CURLM_OK) throw std::runtime_error(curl_multi_strerror(code));
}

// One request under way. curl keeps pointers into it.
struct Transfer {
  Request request;
  List fields;
  std::array<char, CURL_ERROR_SIZE> problem{};
  Easy easy;
};

Answer AnswerOf(const Transfer& transfer, CURLcode code) {
  Answer answer;
  if (code != CURLE_OK) {
    answer.error = transfer.problem[0] != '\0' ? transfer.problem.data() : curl_easy_strerror(code);
    return answer;
  }
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_RETRY_AFTER, &retry_after);
  answer.status = static_cast<int>(status);
  answer.retry_after = std::chrono::seconds(retry_after);
  return answer;
}

}  // namespace

class Poster::Transfers {
 public:
  Transfers(std::string ca_file, std::string user_agent)
      : ca_file_(std::move(ca_file)), user_agent_(std::move(user_agent)) {
    static std::once_flag initialised;
    std::call_once(initialised, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    multi_.reset(curl_multi_init());
    if (!multi_) throw std::bad_alloc();
  }
  ~Transfers() {
    while (!running_.empty()) Cancel(running_.begin()->first);
  }

  Ticket Start(Request request) {
    auto transfer = std::make_unique<Transfer>();
    transfer->request = std::move(request);
    transfer->fields = ListOf(transfer->request.fields);
    transfer->easy.reset(curl_easy_init());
    if (!transfer->easy) throw std::bad_alloc();
    Prepare(*transfer);
    Require(curl_multi_add_handle(multi_.get(), transfer->easy.get()));
    running_.emplace(++last_ticket_, std::move(transfer));
    return last_ticket_;
  }

  void Cancel(Ticket ticket) {
    const auto found = running_.find(ticket);
    if (found == running_.end()) return;
    curl_multi_remove_handle(multi_.get(), found->second->easy.get());
    running_.erase(found);
  }

  [[nodiscard]] std::size_t size() const noexcept { return running_.size(); }

  std::vector<std::pair<Ticket, Answer>> Work(std::chrono::milliseconds time) {
    int running = 0;
    Require(curl_multi_perform(multi_.get(), &running));
    if (auto answers = TakeAnswers(); !answers.empty()) return answers;
    Require(curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(time.count()), nullptr));
    Require(curl_multi_perform(multi_.get(), &running));
    return TakeAnswers();
  }

  void Wake() { curl_multi_wakeup(multi_.get()); }

 private:
  void Prepare(Transfer& transfer) const;
  std::vector<std::pair<Ticket, Answer>> TakeAnswers();

  const std::string ca_file_;
  const std::string user_agent_;
  Multi multi_;
  std::map<Ticket, std::unique_ptr<Transfer>> running_;
  Ticket last_ticket_ = 0;
};

void Poster::Transfers::Prepare(Transfer& transfer) const {
  CURL* const curl = transfer.easy.get();
  const auto body_size = static_cast<curl_off_t>(transfer.request.body.size());
  curl_easy_setopt(curl, CURLOPT_URL, transfer.request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, transfer.request.body.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, body_size);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer.fields.get());
  curl_easy_setopt(curl, CURLOPT_USERAGENT, user_agent_.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Ignore);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transfer.problem.data());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(kConnectTimeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(kTimeout.count()));
  if (!ca_file_.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file_.c_str());
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  }
}

std::vector<std::pair<Poster::Ticket, Answer>> Poster::Transfers::TakeAnswers() {
  std::vector<std::pair<Ticket, Answer>> answers;
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const auto found = std::ranges::find_if(running_, [&](const auto& each) {
      return each.second->easy.get() == message->easy_handle;
    });
    answers.emplace_back(found->first, AnswerOf(*found->second, message->data.result));
  }
  // Not before: removing a handle makes the messages unreadable.
  for (const auto& [ticket, answer] : answers) Cancel(ticket);
  return answers;
}

Poster::Poster(std::string ca_file, std::string user_agent)
    : transfers_(std::make_unique<Transfers>(std::move(ca_file), std::move(user_agent))) {}
Poster::~Poster() = default;

Poster::Ticket Poster::Start(Request request) { return transfers_->Start(std::move(request)); }
void Poster::Cancel(Ticket ticket) { transfers_->Cancel(ticket); }
std::size_t Poster::in_flight() const noexcept { return transfers_->size(); }
std::vector<std::pair<Poster::Ticket, Answer>> Poster::Work(std::chrono::milliseconds time) {
  return transfers_->Work(time);
}
void Poster::Wake() { transfers_->Wake(); }

}  // namespace namesake::events
