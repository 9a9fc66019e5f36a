// SPDX-License-Identifier: Apache-2.0
#include "api/authentication.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "api/failure.h"
#include "api/routes.h"
#include "base/clock.h"
#include "base/digest.h"
#include "http/message.h"
#include "live/live_registry.h"
#include "mail/addr_spec.h"
#include "registry/credential.h"

namespace namesake::api {
namespace {

// Cloudflare's own tokens and keys have these lengths and characters, and Terraform checks them.
constexpr std::size_t kMinTokenLength = 40;
constexpr std::size_t kMinKeyLength = 37;
constexpr std::size_t kMaxSecretLength = 80;

constexpr bool IsSecretCharacter(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         c == '-';
}

bool LooksLikeSecret(std::string_view text, std::size_t min_length) noexcept {
  return text.size() >= min_length && text.size() <= kMaxSecretLength &&
         std::all_of(text.begin(), text.end(), IsSecretCharacter);
}

// The token of "Bearer <token>" (RFC 6750; the scheme without case); nullopt for anything else.
std::optional<std::string_view> BearerToken(std::string_view authorization) noexcept {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() < kScheme.size() ||
      !http::FieldNameEquals(authorization.substr(0, kScheme.size()), kScheme)) {
    return std::nullopt;
  }
  const std::string_view token = authorization.substr(kScheme.size());
  if (!LooksLikeSecret(token, kMinTokenLength)) return std::nullopt;
  return token;
}

Failure UnknownTokenFor(RefusalStyle style) {
  switch (style) {
    case RefusalStyle::kVerify:
      return UnknownTokenToVerify();
    case RefusalStyle::kAccounts:
      return UnknownTokenOfAccount();
    case RefusalStyle::kProduct:
      break;
  }
  return UnknownToken();
}

CredentialPointer FindActive(const live::LiveRegistry& registry, const base::Sha256& hash,
                             registry::CredentialKind kind, base::Time now) {
  CredentialPointer credential = registry.FindCredential(hash);
  if (!credential || credential->kind != kind || !registry::IsActive(*credential, now)) {
    return nullptr;
  }
  return credential;
}

Checked<CredentialPointer> ByToken(std::string_view authorization,
                                   const live::LiveRegistry& registry, RefusalStyle style,
                                   base::Time now) {
  const auto token = BearerToken(authorization);
  if (!token) return Refuse(CredentialsMalformed(MalformedCredential::kAuthorization));
  CredentialPointer credential =
      FindActive(registry, registry::HashToken(*token), registry::CredentialKind::kToken, now);
  if (!credential) return Refuse(UnknownTokenFor(style));
  return credential;
}

Checked<CredentialPointer> ByKey(std::string_view email, std::string_view key,
                                 const live::LiveRegistry& registry, RefusalStyle style,
                                 base::Time now) {
  const bool email_is_good = mail::ParseAddrSpec(email).has_value();
  const bool key_is_good = LooksLikeSecret(key, kMinKeyLength);
  if (!email_is_good || !key_is_good) {
    return Refuse(CredentialsMalformed(email_is_good ? MalformedCredential::kKey
                                       : key_is_good ? MalformedCredential::kEmail
                                                     : MalformedCredential::kEmailAndKey));
  }
  // What the verify routes verify is a token.
  if (style == RefusalStyle::kVerify) return Refuse(AuthorizationRequired());
  CredentialPointer credential = FindActive(registry, registry::HashApiKey(email, key),
                                            registry::CredentialKind::kApiKey, now);
  if (!credential) return Refuse(UnknownKey());
  return credential;
}

}  // namespace

Checked<CredentialPointer> Authenticate(const http::Request& request,
                                        const live::LiveRegistry& registry, RefusalStyle style,
                                        base::Time now) {
  if (const auto authorization = request.Field("Authorization")) {
    return ByToken(*authorization, registry, style, now);
  }
  const auto email = request.Field("X-Auth-Email");
  const auto key = request.Field("X-Auth-Key");
  if (!email || !key) return Refuse(CredentialsMissing());
  return ByKey(*email, *key, registry, style, now);
}

}  // namespace namesake::api
