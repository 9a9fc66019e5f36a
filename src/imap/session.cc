// SPDX-License-Identifier: Apache-2.0
#include "imap/session.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "imap/folder_url.h"
#include "imap/response.h"
#include "mail/header_section.h"

namespace namesake::imap {
namespace {

constexpr long kConnectSeconds = 30;
constexpr int kSilenceMilliseconds = 120'000;  // a large folder may take its time to open

// What a command asks for in one piece, and some room.
constexpr std::size_t kMaxLiteralBytes = mail::kMaxHeaderBytes + 4096;

constexpr std::size_t kReceiveBytes = std::size_t{64} << 10;

struct CleanUp {
  void operator()(CURL* handle) const noexcept { ::curl_easy_cleanup(handle); }
};

tl::unexpected<base::Error> Unavailable(std::string message) {
  return base::Fail(base::ErrorCode::kUnavailable, std::move(message));
}

}  // namespace

class Session::Connection {
 public:
  Connection() : curl_(::curl_easy_init()) {
    if (!curl_) throw std::bad_alloc();
  }

  base::Status Open(const FolderUrl& url, const Credentials& credentials) {
    CURL* const curl = curl_.get();
    const std::string server =
        fmt::format("{}://{}/", url.tls_at_once ? "imaps" : "imap", url.server);
    std::array<char, CURL_ERROR_SIZE> details{};
    ::curl_easy_setopt(curl, CURLOPT_URL, server.c_str());
    ::curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    ::curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    ::curl_easy_setopt(curl, CURLOPT_USERNAME, url.user.c_str());
    ::curl_easy_setopt(curl, CURLOPT_PASSWORD, credentials.password.c_str());
    ::curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    ::curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, details.data());
    if (!credentials.ca_file.empty()) {
      ::curl_easy_setopt(curl, CURLOPT_CAINFO, credentials.ca_file.c_str());
    }
    const CURLcode result = ::curl_easy_perform(curl);
    ::curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
    if (result == CURLE_LOGIN_DENIED) {
      return base::Fail(base::ErrorCode::kPermissionDenied,
                        fmt::format("{} refuses user {} with this password", url.server, url.user));
    }
    if (result != CURLE_OK) {
      const char* const what = details[0] != '\0' ? details.data() : ::curl_easy_strerror(result);
      return Unavailable(fmt::format("cannot connect to {}: {}", url.server, what));
    }
    return base::Ok();
  }

  base::Status Send(std::string_view text) {
    while (!text.empty()) {
      std::size_t sent = 0;
      const CURLcode result = ::curl_easy_send(curl_.get(), text.data(), text.size(), &sent);
      if (result == CURLE_AGAIN) {
        if (const auto ready = Wait(POLLOUT); !ready) return ready;
      } else if (result != CURLE_OK) {
        return Unavailable(::curl_easy_strerror(result));
      }
      text.remove_prefix(sent);
    }
    return base::Ok();
  }

  base::Expected<std::string> Receive() {
    std::string octets(kReceiveBytes, '\0');
    for (;;) {
      std::size_t received = 0;
      const CURLcode result =
          ::curl_easy_recv(curl_.get(), octets.data(), octets.size(), &received);
      if (result == CURLE_OK) {
        octets.resize(received);
        return octets;
      }
      if (result != CURLE_AGAIN) return Unavailable(::curl_easy_strerror(result));
      if (const auto ready = Wait(POLLIN); !ready) return base::Fail(ready.error());
    }
  }

 private:
  // A signal ends it: whoever catches one wants to know.
  base::Status Wait(short events) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    ::curl_easy_getinfo(curl_.get(), CURLINFO_ACTIVESOCKET, &socket);
    pollfd waiting{.fd = socket, .events = events, .revents = 0};
    const int ready = ::poll(&waiting, 1, kSilenceMilliseconds);
    if (ready < 0) return Unavailable(std::generic_category().message(errno));
    if (ready == 0) return base::Fail(base::ErrorCode::kTimeout, "the server is silent");
    return base::Ok();
  }

  std::unique_ptr<CURL, CleanUp> curl_;
};

Session::Session(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)),
      responses_([this] { return connection_->Receive(); }, kMaxLiteralBytes) {}

Session::~Session() = default;

base::Expected<std::unique_ptr<Session>> Session::Open(const FolderUrl& url,
                                                       const Credentials& credentials) {
  auto connection = std::make_unique<Connection>();
  if (const auto opened = connection->Open(url, credentials); !opened) {
    return base::Fail(opened.error());
  }
  return std::unique_ptr<Session>(new Session(std::move(connection)));
}

base::Status Session::Command(const std::string& command,
                              const std::function<bool(Response)>& on_response) {
  const std::string tag = fmt::format("n{} ", ++commands_);
  if (auto sent = connection_->Send(tag + command + "\r\n"); !sent) return sent;
  for (;;) {
    auto response = responses_.Next();
    if (!response) return base::Fail(response.error());
    const std::string_view text = response->text;
    if (text.starts_with(tag)) {
      if (text.substr(tag.size()).starts_with("OK")) return base::Ok();
      return Unavailable(fmt::format("the server says: {}", text.substr(tag.size())));
    }
    if (text.starts_with("* BYE"))
      return Unavailable(fmt::format("the server says: {}", text.substr(2)));
    if (!on_response(*std::move(response))) return base::Ok();
  }
}

}  // namespace namesake::imap
