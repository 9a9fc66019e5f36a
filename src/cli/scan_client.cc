// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_client.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "cli/passing_message.h"
#include "detection/verdict.h"
#include "http/client.h"
#include "http/message.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "text/escape.h"

namespace namesake::cli {
namespace {

namespace json = boost::json;

// A sentence quotes a display name and an address of a field; ours are far shorter.
constexpr std::size_t kMaxSentenceCodePoints = 20'000;

base::Expected<std::string> ReadToken(const std::string& path) {
  auto text = ReadInput(path);
  if (!text) return base::Fail(std::move(text.error()));
  std::string token = text->substr(0, text->find_first_of("\r\n"));
  if (token.empty() || token.find_first_of(" \t") != std::string::npos) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      fmt::format("the first line of {} is no token", path));
  }
  return token;
}

bool IsUnreserved(char c) noexcept {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

// "&name=value", percent-encoded (RFC 3986 section 2.1); nothing for an empty value.
std::string Parameter(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  std::string text = fmt::format("&{}=", name);
  for (const char c : value) {
    text +=
        IsUnreserved(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

std::string UrlOf(const ScanServer& server, const mail::Envelope& envelope,
                  const std::string& authserv_id) {
  std::string parameters = Parameter("authserv_id", authserv_id);
  parameters += Parameter("envelope_from", envelope.mail_from);
  for (const std::string& recipient : envelope.recipients) {
    parameters += Parameter("envelope_to", recipient);
  }
  parameters += Parameter("client_ip", envelope.client_ip);
  std::string_view base = server.url;
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string url =
      fmt::format("{}/client/v4/accounts/{}/email-security/scan", base, server.account);
  if (!parameters.empty()) url += parameters.replace(0, 1, "?");
  return url;
}

void Append(std::string& section, const mail::HeaderField& field) {
  section.append(field.name).append(":").append(field.body).append("\r\n");
}

// The server cuts a section that is too long: of such a one it gets the authors first.
std::string HeaderSectionOf(const PassingMessage& message) {
  std::string section;
  if (message.truncated()) {
    for (const mail::HeaderField& field : message.fields()) {
      if (mail::IsAuthorField(field.name)) Append(section, field);
    }
  }
  for (const mail::HeaderField& field : message.fields()) {
    if (!message.truncated() || !mail::IsAuthorField(field.name)) Append(section, field);
  }
  return section + "\r\n";
}

std::optional<detection::VerdictClass> ParseDisposition(std::string_view word) noexcept {
  for (const auto each :
       {detection::VerdictClass::kNone, detection::VerdictClass::kSuspicious,
        detection::VerdictClass::kSpoof, detection::VerdictClass::kMaliciousBec}) {
    if (detection::DispositionName(each) == word) return each;
  }
  return std::nullopt;
}

// The text at a JSON pointer (RFC 6901); "" when there is none.
std::string TextAt(const json::value& answer, std::string_view pointer) {
  boost::system::error_code missing;
  const json::value* const value = answer.find_pointer(pointer, missing);
  if (missing || !value->is_string()) return {};
  return std::string(value->get_string());
}

base::Expected<Finding> ReadAnswer(const http::Response& response) {
  boost::system::error_code malformed;
  const json::value answer = json::parse(response.body, malformed);
  if (response.status != 200) {
    const auto code = response.status == 401 || response.status == 403
                          ? base::ErrorCode::kPermissionDenied
                          : base::ErrorCode::kUnavailable;
    return base::Fail(code, fmt::format("the server answers {} {}", response.status,
                                        TextAt(answer, "/errors/0/message")));
  }
  const auto verdict_class = ParseDisposition(TextAt(answer, "/result/final_disposition"));
  if (!verdict_class) {
    return base::Fail(base::ErrorCode::kUnavailable, "the server's answer is no verdict");
  }
  Finding finding{.verdict_class = *verdict_class};
  if (*verdict_class != detection::VerdictClass::kNone) {
    finding.sentence =
        text::EscapeForDisplay(TextAt(answer, "/result/findings/0/detail"), kMaxSentenceCodePoints);
  }
  return finding;
}

}  // namespace

base::Expected<Finding> AskServer(const ScanServer& server, const PassingMessage& message,
                                  const mail::Envelope& envelope, const std::string& authserv_id) {
  const auto token = ReadToken(server.token_file);
  if (!token) return base::Fail(token.error());
  const auto response = http::Post(
      {.url = UrlOf(server, envelope, authserv_id),
       .fields = {{"Authorization", "Bearer " + *token}, {"Content-Type", "message/rfc822"}},
       .body = HeaderSectionOf(message),
       .timeout = server.timeout});
  if (!response) return base::Fail(response.error());
  return ReadAnswer(*response);
}

}  // namespace namesake::cli
