// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/limits.h"
#include "http/message.h"

namespace namesake::http {
namespace {

namespace beast = boost::beast;
using ErrorCode = beast::error_code;
using Text = beast::string_view;

// A client's word for the length of its body is not worth more memory than this before any of it is
// there.
constexpr std::uint64_t kMaxReserve = std::uint64_t{1} << 20;

constexpr std::size_t kUsualFields = 16;

std::string_view View(Text text) noexcept { return {text.data(), text.size()}; }

// A value begins right behind the name, the colon and white space. Behind a fold (RFC 9112
// section 5.2) it begins somewhere else: in the next line, or in the parser's own memory.
bool IsFolded(Text name, Text value) noexcept {
  const char* begin = name.data() + name.size() + 1;
  while (*begin == ' ' || *begin == '\t') ++begin;
  return value.data() != begin;
}

// The path and query of a target. The absolute form, which a server has to understand (RFC 9112
// section 3.2.2), loses its scheme and authority.
void SplitTarget(Request& request) {
  std::string_view target = request.target;
  if (target.front() != '/') {
    const std::size_t scheme = target.find("://");
    if (scheme != std::string_view::npos) {
      const std::size_t path = target.find_first_of("/?", scheme + 3);
      target = path == std::string_view::npos ? std::string_view() : target.substr(path);
    }
  }
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (request.path.empty()) request.path = "/";
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
}

ErrorCode Refusal(beast::http::error error) { return beast::http::make_error_code(error); }

// Beast's parser, writing into our Request, with the checks that Beast leaves to its callers.
class MessageParser final : public beast::http::basic_parser<true> {
 public:
  explicit MessageParser(std::size_t max_fields) : max_fields_(max_fields) {
    body_limit(boost::none);
    // The whole header is counted by the reader: Beast counts only what it has not consumed yet.
    header_limit(std::numeric_limits<std::uint32_t>::max());
    request_.fields.reserve(kUsualFields);
  }

  [[nodiscard]] Request& request() noexcept { return request_; }
  [[nodiscard]] bool is_http_1_0() const noexcept { return version_ == 10; }
  [[nodiscard]] bool expects_continue() const noexcept { return expects_continue_; }
  [[nodiscard]] bool has_too_many_fields() const noexcept { return fields_ > max_fields_; }

 private:
  void on_request_impl(beast::http::verb /*verb*/, Text method, Text target, int version,
                       ErrorCode& /*error*/) override {
    request_.method = View(method);
    request_.target = View(target);
    version_ = version;
    SplitTarget(request_);
  }

  void on_field_impl(beast::http::field field, Text name, Text value, ErrorCode& error) override {
    if (++fields_ > max_fields_) {
      error = Refusal(beast::http::error::header_limit);
    } else if (IsFolded(name, value)) {
      error = Refusal(beast::http::error::bad_obs_fold);
    } else if (!is_header_done_) {  // trailer fields are dropped (RFC 9110 section 6.5.1)
      CheckField(field, View(value), error);
      request_.fields.emplace_back(View(name), View(value));
    }
  }

  void CheckField(beast::http::field field, std::string_view value, ErrorCode& error) {
    if (field == beast::http::field::transfer_encoding) {
      // RFC 9112 section 6.1: an encoding that is not understood, or one in HTTP/1.0, leaves open
      // where the message ends.
      if (version_ == 10 || !FieldNameEquals(value, "chunked")) {
        error = Refusal(beast::http::error::bad_transfer_encoding);
      }
    } else if (field == beast::http::field::host) {
      if (++hosts_ > 1) error = Refusal(beast::http::error::bad_field);
    } else if (field == beast::http::field::expect) {
      expects_continue_ = version_ == 11 && FieldNameEquals(value, "100-continue");
    }
  }

  void on_header_impl(ErrorCode& error) override {
    is_header_done_ = true;
    if (version_ == 11 && hosts_ == 0) error = Refusal(beast::http::error::bad_field);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length,
                         ErrorCode& /*error*/) override {
    if (length) request_.body.reserve(static_cast<std::size_t>(std::min(*length, kMaxReserve)));
  }

  std::size_t on_body_impl(Text body, ErrorCode& /*error*/) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }

  std::size_t on_chunk_body_impl(std::uint64_t /*remaining*/, Text body,
                                 ErrorCode& error) override {
    return on_body_impl(body, error);
  }

  void on_chunk_header_impl(std::uint64_t /*size*/, Text /*extensions*/,
                            ErrorCode& /*error*/) override {}
  void on_response_impl(int /*status*/, Text /*reason*/, int /*version*/,
                        ErrorCode& /*error*/) override {}
  void on_finish_impl(ErrorCode& /*error*/) override {}

  const std::size_t max_fields_;
  Request request_;
  std::size_t fields_ = 0;
  std::size_t hosts_ = 0;
  int version_ = 11;
  bool is_header_done_ = false;
  bool expects_continue_ = false;
};

}  // namespace

class RequestReader::Parser {
 public:
  explicit Parser(const Limits& limits) : limits_(limits) { Begin(); }

  void Begin() {
    message_.emplace(limits_.max_header_fields);
    state_ = ReadState::kHeader;
    header_bytes_ = 0;
    blank_bytes_ = 0;
    started_ = false;
  }

  std::size_t Read(std::string_view input) {
    std::size_t blank = 0;
    if (!started_) {
      blank = SkipBlankLines(input);
      input.remove_prefix(blank);
      if (input.empty() || state_ != ReadState::kHeader) return blank;
      started_ = true;
    }
    return blank + (state_ == ReadState::kHeader ? ReadHeader(input) : ReadBody(input));
  }

  void LimitBody(std::size_t max_bytes) {
    if (message_->is_done()) {
      state_ = ReadState::kComplete;
      return;
    }
    const auto length = message_->content_length();
    state_ = length && *length > max_bytes ? ReadState::kTooLarge : ReadState::kBody;
    message_->body_limit(std::uint64_t{max_bytes});
    message_->eager(true);
  }

  [[nodiscard]] ReadState state() const noexcept { return state_; }
  [[nodiscard]] bool started() const noexcept { return started_; }
  [[nodiscard]] MessageParser& message() noexcept { return *message_; }

 private:
  // Some clients end a body with a line break too many (RFC 9112 section 2.2); not for ever.
  std::size_t SkipBlankLines(std::string_view input) {
    const std::size_t end = std::min(input.find_first_not_of("\r\n"), input.size());
    blank_bytes_ += end;
    if (blank_bytes_ > kMaxBlankBytes) state_ = ReadState::kMalformed;
    return end;
  }

  std::size_t ReadHeader(std::string_view input) {
    const std::size_t consumed = Put(input);
    header_bytes_ += consumed;
    if (state_ == ReadState::kMalformed) return consumed;
    const std::size_t waiting = state_ == ReadState::kHeader ? input.size() - consumed : 0;
    if (header_bytes_ + waiting > limits_.max_header_bytes) state_ = ReadState::kHeaderTooLarge;
    return consumed;
  }

  std::size_t ReadBody(std::string_view input) {
    // Beast takes for granted that the last chunk does not come in smaller pieces. What is still to
    // come of a chunked body is never shorter, so waiting costs nothing.
    if (message_->chunked() && input.size() < kLastChunk.size()) return 0;
    const std::size_t consumed = Put(input);
    // What waits is the line before a chunk, or trailer fields: bounded like a header.
    if (state_ == ReadState::kBody && input.size() - consumed > limits_.max_header_bytes) {
      state_ = ReadState::kHeaderTooLarge;
    }
    return consumed;
  }

  std::size_t Put(std::string_view input) {
    ErrorCode error;
    const std::size_t consumed =
        message_->put(boost::asio::const_buffer(input.data(), input.size()), error);
    if (error == beast::http::error::need_more) return consumed;
    if (error == beast::http::error::body_limit) {
      state_ = ReadState::kTooLarge;
    } else if (error) {
      state_ = message_->has_too_many_fields() ? ReadState::kHeaderTooLarge : ReadState::kMalformed;
    } else if (state_ == ReadState::kHeader && message_->is_header_done()) {
      state_ = ReadState::kHeaderComplete;
    } else if (message_->is_done()) {
      state_ = ReadState::kComplete;
    }
    return consumed;
  }

  static constexpr std::size_t kMaxBlankBytes = 64;
  static constexpr std::string_view kLastChunk = "0\r\n\r\n";

  const Limits& limits_;
  std::optional<MessageParser> message_;
  ReadState state_ = ReadState::kHeader;
  std::size_t header_bytes_ = 0;
  std::size_t blank_bytes_ = 0;
  bool started_ = false;
};

RequestReader::RequestReader(const Limits& limits)
    : limits_(limits), parser_(std::make_unique<Parser>(limits_)) {}

RequestReader::~RequestReader() = default;

void RequestReader::Begin() { parser_->Begin(); }

std::size_t RequestReader::Read(std::string_view input) { return parser_->Read(input); }

void RequestReader::LimitBody(std::size_t max_bytes) { parser_->LimitBody(max_bytes); }

ReadState RequestReader::state() const noexcept { return parser_->state(); }

bool RequestReader::started() const noexcept { return parser_->started(); }

const Request& RequestReader::request() const noexcept { return parser_->message().request(); }

bool RequestReader::keep_alive() const noexcept { return parser_->message().keep_alive(); }

bool RequestReader::is_http_1_0() const noexcept { return parser_->message().is_http_1_0(); }

bool RequestReader::expects_continue() const noexcept {
  return parser_->message().expects_continue() && parser_->state() == ReadState::kBody;
}

Request RequestReader::TakeRequest() {
  Request& request = parser_->message().request();
  if (parser_->state() == ReadState::kTooLarge) {
    request.body_state = BodyState::kTooLarge;
    request.body = std::string();
  }
  return std::move(request);
}

}  // namespace namesake::http
