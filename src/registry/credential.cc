// SPDX-License-Identifier: Apache-2.0
#include "registry/credential.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/digest.h"
#include "base/random.h"

namespace namesake::registry {
namespace {

constexpr std::string_view kTokenPrefix = "nsk_";
constexpr std::string_view kApiKeyPrefix = "nsa_";
constexpr std::size_t kPrefixSize = 4;
constexpr std::size_t kRandomSize = 40;
constexpr std::size_t kChecksumSize = 8;
constexpr std::string_view kLetters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// Octets at or above this would make the first letters likelier than the last.
constexpr std::size_t kFairOctets = 256 / kLetters.size() * kLetters.size();

void AppendRandomLetters(std::string& text, std::size_t count) {
  const std::size_t wanted = text.size() + count;
  std::array<std::uint8_t, 64> octets{};
  while (text.size() < wanted) {
    base::FillRandom(octets);
    for (const std::uint8_t octet : octets) {
      if (octet < kFairOctets && text.size() < wanted) text += kLetters[octet % kLetters.size()];
    }
  }
}

std::string MakeCredentialId() {
  std::array<std::uint8_t, 16> bytes{};
  base::FillRandom(bytes);
  return base::ToHex(bytes);
}

std::string Checksum(std::string_view text) { return fmt::format("{:08x}", base::Crc32(text)); }

}  // namespace

std::string_view PermissionName(Permission permission) noexcept {
  return permission == Permission::kWrite ? "write" : "read";
}

std::optional<Permission> ParsePermission(std::string_view name) noexcept {
  for (const Permission permission : {Permission::kRead, Permission::kWrite}) {
    if (name == PermissionName(permission)) return permission;
  }
  return std::nullopt;
}

bool IsActive(const Credential& credential, base::Time now) noexcept {
  if (credential.revoked_at && *credential.revoked_at <= now) return false;
  return !credential.expires_at || now < *credential.expires_at;
}

std::string MakeSecret(CredentialKind kind) {
  std::string secret(kind == CredentialKind::kToken ? kTokenPrefix : kApiKeyPrefix);
  AppendRandomLetters(secret, kRandomSize);
  return secret + Checksum(secret);
}

IssuedCredential Issue(Credential draft, base::Time now) {
  std::string secret = MakeSecret(draft.kind);
  draft.id = MakeCredentialId();
  draft.hash =
      draft.kind == CredentialKind::kToken ? HashToken(secret) : HashApiKey(draft.email, secret);
  draft.created_at = now;
  return {.credential = std::move(draft), .secret = std::move(secret)};
}

bool IsWellFormedSecret(std::string_view secret) noexcept {
  if (secret.size() != kPrefixSize + kRandomSize + kChecksumSize) return false;
  if (!secret.starts_with(kTokenPrefix) && !secret.starts_with(kApiKeyPrefix)) return false;
  const std::string_view random = secret.substr(kPrefixSize, kRandomSize);
  if (random.find_first_not_of(kLetters) != std::string_view::npos) return false;
  return secret.substr(kPrefixSize + kRandomSize) ==
         Checksum(secret.substr(0, kPrefixSize + kRandomSize));
}

base::Sha256 HashToken(std::string_view secret) { return base::HashSha256(secret); }

base::Sha256 HashApiKey(std::string_view email, std::string_view secret) {
  std::string text(email);
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  text += '\0';  // in no address: ("a", "bc") and ("ab", "c") differ
  text += secret;
  return base::HashSha256(text);
}

}  // namespace namesake::registry
