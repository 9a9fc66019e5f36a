// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/expected.h"
#include "registry/account.h"

namespace namesake::registry {

enum class Permission { kRead, kWrite };  // kWrite includes kRead

[[nodiscard]] std::string_view PermissionName(Permission permission) noexcept;  // "write"
[[nodiscard]] std::optional<Permission> ParsePermission(std::string_view name) noexcept;

enum class CredentialKind {
  kToken,   // Authorization: Bearer
  kApiKey,  // X-Auth-Email and X-Auth-Key
};

// What is stored of a token or an API key: never the secret, only its SHA-256. The secrets are
// 238-bit random values, so a plain hash cannot be searched and needs no salt.
struct Credential {
  std::string id;  // 32 hex digits, shown in lists and by the verify routes
  AccountId account;
  CredentialKind kind = CredentialKind::kToken;
  std::string name;
  std::string email;  // of an API key; empty for a token
  Permission permission = Permission::kRead;
  base::Sha256 hash{};
  base::Time created_at;
  std::optional<base::Time> expires_at;
  std::optional<base::Time> revoked_at;

  friend bool operator==(const Credential&, const Credential&) = default;
};

// Neither revoked nor expired at `now`.
[[nodiscard]] bool IsActive(const Credential& credential, base::Time now) noexcept;

// A new secret: "nsk_" (token) or "nsa_" (API key), 40 random characters of [0-9A-Za-z], and the
// CRC-32 of what stands before as 8 lower-case hex digits. Secret scanners find it by prefix and
// checksum; the API's token form ([0-9A-Za-z_-]{40,80}) holds.
[[nodiscard]] std::string MakeSecret(CredentialKind kind);

// A credential with its secret, which nobody can learn from the first.
struct IssuedCredential {
  Credential credential;
  std::string secret;
};

// `draft` with a new id and the hash of a new secret, created at `now`. Not stored.
[[nodiscard]] IssuedCredential Issue(Credential draft, base::Time now);

// True when prefix, length and checksum fit: a typing error is told from an unknown token.
[[nodiscard]] bool IsWellFormedSecret(std::string_view secret) noexcept;

// The stored form. An API key's hash covers its e-mail address (ASCII lower case) too.
[[nodiscard]] base::Sha256 HashToken(std::string_view secret);
[[nodiscard]] base::Sha256 HashApiKey(std::string_view email, std::string_view secret);

}  // namespace namesake::registry
