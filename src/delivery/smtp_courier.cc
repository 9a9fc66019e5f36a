// SPDX-License-Identifier: Apache-2.0
#include "delivery/smtp_courier.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "record/courier.h"

namespace namesake::delivery {
namespace {

struct CloseHandle {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;
using List = std::unique_ptr<curl_slist, FreeList>;

// What is still to be read of the message.
std::size_t ReadLetter(char* buffer, std::size_t size, std::size_t count, void* rest) noexcept {
  auto& left = *static_cast<std::string_view*>(rest);
  const std::size_t taken = std::min(size * count, left.size());
  std::memcpy(buffer, left.data(), taken);
  left.remove_prefix(taken);
  return taken;
}

// Keeps the server's last line.
std::size_t NoteReply(char* line, std::size_t size, std::size_t count, void* reply) noexcept {
  std::string_view text(line, size * count);
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  try {
    static_cast<std::string*>(reply)->assign(text);
  } catch (const std::bad_alloc&) {
    return 0;  // ends the transfer
  }
  return size * count;
}

List RecipientsOf(const record::Letter& letter) {
  List list;
  for (const std::string& recipient : letter.recipients) {
    curl_slist* const longer = curl_slist_append(list.get(), ("<" + recipient + ">").c_str());
    if (longer == nullptr) throw std::bad_alloc();
    (void)list.release();
    list.reset(longer);
  }
  return list;
}

// A reply of 5xx is for good (RFC 5321 section 4.2.1).
base::ErrorCode CodeOf(CURLcode code, long reply) noexcept {
  const bool refused = reply >= 500 && reply < 600 && code != CURLE_COULDNT_CONNECT;
  return refused ? base::ErrorCode::kPermissionDenied : base::ErrorCode::kUnavailable;
}

class SmtpCourier final : public record::Courier {
 public:
  explicit SmtpCourier(SmtpServer server) : server_(std::move(server)) {
    static std::once_flag initialised;
    std::call_once(initialised, [] {
      if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        throw std::runtime_error("libcurl cannot be initialised");
      }
    });
  }

  base::Expected<std::string> Deliver(const record::Letter& letter) override {
    if (server_.address.empty()) {
      return base::Fail(base::ErrorCode::kUnavailable,
                        "no mail server is configured for releases: set release.smtp");
    }
    const Handle handle(curl_easy_init());
    if (!handle) throw std::bad_alloc();
    const List recipients = RecipientsOf(letter);
    const std::string url = "smtp://" + server_.address;
    const std::string sender = "<" + letter.mail_from + ">";
    std::string_view rest = letter.raw;
    std::string reply;
    std::array<char, CURL_ERROR_SIZE> problem{};
    CURL* const curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp");
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, ReadLetter);
    curl_easy_setopt(curl, CURLOPT_READDATA, &rest);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(letter.raw.size()));
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, NoteReply);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem.data());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(server_.timeout.count()));
    const CURLcode code = curl_easy_perform(curl);
    if (code == CURLE_OK) return reply;
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    const std::string said = status >= 400 && !reply.empty() ? reply : problem.data();
    return base::Fail(CodeOf(code, status),
                      server_.address + ": " + (said.empty() ? curl_easy_strerror(code) : said));
  }

 private:
  const SmtpServer server_;
};

}  // namespace

std::unique_ptr<record::Courier> MakeSmtpCourier(SmtpServer server) {
  return std::make_unique<SmtpCourier>(std::move(server));
}

}  // namespace namesake::delivery
