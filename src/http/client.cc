// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/system/system_error.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "http/message.h"

namespace namesake::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::use_awaitable;

// Where a URL leads.
struct Target {
  bool tls = false;
  std::string host;
  std::string port;
  std::string authority;  // as Host wants it
  std::string path;       // with the query
};

std::optional<Target> ParseTarget(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->host().empty() || parsed->has_userinfo()) return std::nullopt;
  const bool tls = parsed->scheme() == "https";
  if (!tls && parsed->scheme() != "http") return std::nullopt;
  Target target{.tls = tls,
                .host = parsed->host_address(),
                .port = parsed->port(),
                .authority = std::string(parsed->encoded_host_and_port()),
                .path = std::string(parsed->encoded_resource())};
  if (target.port.empty()) target.port = tls ? "443" : "80";
  if (!target.path.starts_with('/')) target.path.insert(0, 1, '/');
  return target;
}

beast::http::request<beast::http::string_body> Compose(const ClientRequest& request,
                                                       const Target& target) {
  beast::http::request<beast::http::string_body> composed(beast::http::verb::post, target.path, 11);
  composed.set(beast::http::field::host, target.authority);
  composed.set(beast::http::field::connection, "close");
  for (const auto& [name, value] : request.fields) composed.set(name, value);
  composed.body() = request.body;
  composed.prepare_payload();
  return composed;
}

template <typename Stream>
asio::awaitable<Response> Exchange(Stream& stream, const ClientRequest& request,
                                   const Target& target) {
  co_await beast::http::async_write(stream, Compose(request, target), use_awaitable);
  beast::flat_buffer buffer;
  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(kMaxAnswerBytes);
  co_await beast::http::async_read(stream, buffer, parser, use_awaitable);
  Response response;
  response.status = static_cast<int>(parser.get().result_int());
  response.content_type = parser.get()[beast::http::field::content_type];
  response.body = std::move(parser.get().body());
  co_return response;
}

asio::awaitable<Response> Ask(const ClientRequest& request, const Target& target) {
  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  const auto addresses = co_await resolver.async_resolve(target.host, target.port, use_awaitable);
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  co_await stream.async_connect(addresses, use_awaitable);
  if (!target.tls) co_return co_await Exchange(stream, request, target);

  asio::ssl::context context(asio::ssl::context::tls_client);
  context.set_default_verify_paths();
  context.set_verify_mode(asio::ssl::verify_peer);
  asio::ssl::stream<beast::tcp_stream&> encrypted(stream, context);
  encrypted.set_verify_callback(asio::ssl::host_name_verification(target.host));
  SSL_set_tlsext_host_name(encrypted.native_handle(), target.host.c_str());
  co_await encrypted.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  co_return co_await Exchange(encrypted, request, target);
}

base::Error Unreachable(const Target& target, std::exception_ptr failure) {
  const std::string server = fmt::format("{}:{}", target.host, target.port);
  try {
    std::rethrow_exception(std::move(failure));
  } catch (const boost::system::system_error& error) {
    return {base::ErrorCode::kUnavailable,
            fmt::format("{} gives no answer: {}", server, error.code().message())};
  }
}

}  // namespace

base::Expected<Response> Post(const ClientRequest& request) {
  const auto target = ParseTarget(request.url);
  if (!target) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      fmt::format("\"{}\" is no URL of a server, write it like "
                                  "http://127.0.0.1:8787",
                                  request.url));
  }
  std::optional<Response> response;
  std::exception_ptr failure;
  asio::io_context io(1);
  asio::co_spawn(io, Ask(request, *target),
                 [&response, &failure](std::exception_ptr thrown, Response answer) {
                   failure = std::move(thrown);
                   if (!failure) response = std::move(answer);
                 });
  io.run_for(request.timeout);
  if (response) return *std::move(response);
  if (failure) return base::Fail(Unreachable(*target, std::move(failure)));
  return base::Fail(base::ErrorCode::kTimeout,
                    fmt::format("{}:{} has not answered within {} ms", target->host, target->port,
                                request.timeout.count()));
}

}  // namespace namesake::http
