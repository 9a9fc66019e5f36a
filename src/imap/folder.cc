// SPDX-License-Identifier: Apache-2.0
#include "imap/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.h"
#include "imap/folder_url.h"
#include "imap/response.h"
#include "imap/session.h"
#include "mail/header_section.h"

namespace namesake::imap {
namespace {

// So many that waiting for the server's answer costs nothing beside reading it.
constexpr std::uint32_t kBatch = 500;

// RFC 3501 section 4.3.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

base::Status ReadHeaders(const FolderUrl& url, const Credentials& credentials,
                         const std::function<bool(const HeaderOfMessage&)>& on_message) {
  auto session = Session::Open(url, credentials);
  if (!session) return base::Fail(session.error());

  std::uint32_t messages = 0;
  const auto examined = (*session)->Command("EXAMINE " + Quoted(EncodeFolderName(url.folder)),
                                            [&](Response response) {
                                              messages = ParseExists(response).value_or(messages);
                                              return true;
                                            });
  if (!examined) return examined;

  std::uint32_t number = 0;
  bool stopped = false;
  // By sequence numbers: while a client fetches by them, no server takes a message out of the row
  // (RFC 3501 section 7.4.1).
  for (std::uint32_t first = 1; first <= messages && !stopped; first += kBatch) {
    const auto fetched = (*session)->Command(
        fmt::format("FETCH {}:{} (UID BODY.PEEK[HEADER]<0.{}>)", first,
                    std::min(first + kBatch - 1, messages), mail::kMaxHeaderBytes + 1),
        [&](Response response) {
          auto header = ParseHeader(std::move(response));
          if (!header) return true;
          stopped = !on_message({header->uid, std::move(header->header), ++number, messages});
          return !stopped;
        });
    if (!fetched) return fetched;
  }
  return base::Ok();
}

}  // namespace namesake::imap
