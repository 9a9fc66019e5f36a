// SPDX-License-Identifier: Apache-2.0
#include "console/handler.h"

#include <string>
#include <utility>

#include "console/encoding.h"

namespace namesake::console {
namespace {

// Mail and entries are hostile text. Should one ever reach the page as markup, it still finds no
// script, no form, no frame and no other host. React sets styles through the CSSOM, which needs no
// 'unsafe-inline'.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'";

// A path that names its content never changes; every other file is asked for again.
std::string_view CacheControl(const File& file) noexcept {
  return file.named_by_hash ? "public, max-age=31536000, immutable" : "no-cache";
}

// Encodings are different representations and have different strong tags (RFC 9110 section 8.8.3).
std::string EntityTag(const File& file, Encoding encoding) {
  std::string tag = "\"" + std::string(file.hash);
  if (encoding != Encoding::kIdentity) tag += "-" + std::string(Name(encoding));
  return tag + "\"";
}

std::string_view BodyOf(const File& file, Encoding encoding) noexcept {
  switch (encoding) {
    case Encoding::kBrotli:
      return file.brotli;
    case Encoding::kGzip:
      return file.gzip;
    case Encoding::kIdentity:
      break;
  }
  return file.body;
}

Encoding ChooseEncoding(const File& file, std::string_view accepted) {
  if (!file.brotli.empty() && Accepts(accepted, Encoding::kBrotli)) return Encoding::kBrotli;
  if (!file.gzip.empty() && Accepts(accepted, Encoding::kGzip)) return Encoding::kGzip;
  return Encoding::kIdentity;
}

// Tags have no commas and no quotes inside: a part of the field that is the tag is the tag, weak
// ("W/") or not, as If-None-Match compares (RFC 9110 section 13.1.2).
bool IsKnown(std::string_view if_none_match, std::string_view tag) noexcept {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

http::Response Answer(const File& file, const http::Request& request) {
  const Encoding encoding =
      ChooseEncoding(file, request.Field("Accept-Encoding").value_or(std::string_view()));
  const std::string tag = EntityTag(file, encoding);
  http::Response response;
  response.fields = {{"ETag", tag},
                     {"Cache-Control", std::string(CacheControl(file))},
                     {"Vary", "Accept-Encoding"},
                     {"Content-Security-Policy", std::string(kContentSecurityPolicy)},
                     {"X-Content-Type-Options", "nosniff"},
                     {"Referrer-Policy", "no-referrer"},
                     {"Cross-Origin-Opener-Policy", "same-origin"},
                     {"Cross-Origin-Resource-Policy", "same-origin"}};
  if (IsKnown(request.Field("If-None-Match").value_or(std::string_view()), tag)) {
    response.status = 304;
    response.content_type.clear();
    return response;
  }
  response.content_type = file.content_type;
  if (encoding != Encoding::kIdentity) {
    response.fields.emplace_back("Content-Encoding", Name(encoding));
  }
  response.body = BodyOf(file, encoding);
  return response;
}

}  // namespace

Handler::Handler(http::Handler& api, std::span<const File> files) : api_(api) {
  for (const File& file : files) files_.emplace(file.path, file);
}

const File* Handler::Find(const http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") return nullptr;
  const auto found = files_.find(request.path);
  return found == files_.end() ? nullptr : &found->second.get();
}

std::size_t Handler::BodyLimit(const http::Request& head) { return api_.BodyLimit(head); }

void Handler::Handle(http::Request request, http::Responder respond) {
  if (const File* file = Find(request)) return respond(Answer(*file, request));
  api_.Handle(std::move(request), std::move(respond));
}

http::Response Handler::Fault(http::TransportFault fault) { return api_.Fault(fault); }

}  // namespace namesake::console
