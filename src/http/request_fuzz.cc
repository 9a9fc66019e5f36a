// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/limits.h"
#include "http/message.h"
#include "http/request_reader.h"

namespace {

namespace http = namesake::http;

// What a stream of octets was understood as: each request as text, up to one that is refused.
std::vector<std::string> ReadAll(std::string_view input, std::size_t piece) {
  http::Limits limits;
  limits.max_header_bytes = 512;
  limits.max_header_fields = 8;
  http::RequestReader reader(limits);
  std::vector<std::string> understood;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (;;) {
    switch (reader.state()) {
      case http::ReadState::kHeaderComplete:
        reader.LimitBody(64);
        continue;
      case http::ReadState::kComplete: {
        const http::Request request = reader.TakeRequest();
        std::string text;
        for (const std::string* part : {&request.method, &request.path, &request.query}) {
          text.append(*part).append(" ");
        }
        for (const auto& [name, value] : request.fields) {
          text.append(name).append(":").append(value).append("\n");
        }
        understood.push_back(text.append(request.body));
        reader.Begin();
        continue;
      }
      case http::ReadState::kTooLarge:
      case http::ReadState::kMalformed:
      case http::ReadState::kHeaderTooLarge:
        return understood;
      case http::ReadState::kHeader:
      case http::ReadState::kBody:
        break;
    }
    const std::size_t read = reader.Read(input.substr(begin, end - begin));
    if (read > end - begin) std::abort();
    begin += read;
    if (read > 0 ||
        (reader.state() != http::ReadState::kHeader && reader.state() != http::ReadState::kBody)) {
      continue;
    }
    if (end == input.size()) return understood;
    end = std::min(end + piece, input.size());
  }
}

}  // namespace

// The octets of a connection. However the network cuts them, they are understood as the same
// requests; a request that can be understood in two ways would be one that can be smuggled. (Only
// how soon a refusal comes may differ.)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto whole = ReadAll(input, std::max<std::size_t>(size, 1));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{7}}) {
    if (ReadAll(input, piece) != whole) std::abort();
  }
  return 0;
}
