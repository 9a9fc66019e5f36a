// SPDX-License-Identifier: Apache-2.0
#include "registry/credential.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"

namespace namesake::registry {
namespace {

using std::chrono::microseconds;

constexpr base::Time kNow{std::chrono::hours(24 * 20'000)};
constexpr base::Time kBefore = kNow - microseconds(1);
constexpr base::Time kAfter = kNow + microseconds(1);

TEST(Credential, IsActiveUntilItExpiresOrIsRevoked) {
  struct Case {
    const char* what;
    std::optional<base::Time> expires_at;
    std::optional<base::Time> revoked_at;
    bool active;
  };
  const std::vector<Case> cases = {
      {"for ever", std::nullopt, std::nullopt, true},
      {"expires later", kAfter, std::nullopt, true},
      {"expires now", kNow, std::nullopt, false},
      {"has expired", kBefore, std::nullopt, false},
      {"was revoked", std::nullopt, kBefore, false},
      {"is revoked now", std::nullopt, kNow, false},
      {"is to be revoked", std::nullopt, kAfter, true},
      {"revoked before it expires", kAfter, kBefore, false},
      {"expired before it is revoked", kBefore, kAfter, false},
  };
  for (const Case& each : cases) {
    Credential credential;
    credential.expires_at = each.expires_at;
    credential.revoked_at = each.revoked_at;
    EXPECT_EQ(IsActive(credential, kNow), each.active) << each.what;
  }
}

TEST(Secret, HasPrefixLettersAndChecksum) {
  EXPECT_THAT(MakeSecret(CredentialKind::kToken),
              testing::MatchesRegex("nsk_[0-9A-Za-z]{40}[0-9a-f]{8}"));
  EXPECT_THAT(MakeSecret(CredentialKind::kApiKey),
              testing::MatchesRegex("nsa_[0-9A-Za-z]{40}[0-9a-f]{8}"));
}

TEST(Secret, IsMadeAnewEachTimeFromAllLetters) {
  std::set<std::string> secrets;
  std::set<char> letters;
  for (int i = 0; i < 200; ++i) {
    const std::string secret = MakeSecret(CredentialKind::kToken);
    EXPECT_TRUE(IsWellFormedSecret(secret)) << secret;
    EXPECT_TRUE(secrets.insert(secret).second);
    for (const char c : secret.substr(4, 40)) letters.insert(c);
  }
  EXPECT_EQ(letters.size(), 62U);
}

TEST(Secret, TellsATypingErrorByItsChecksum) {
  const std::string secret = MakeSecret(CredentialKind::kToken);
  ASSERT_TRUE(IsWellFormedSecret(secret));
  for (std::size_t at = 0; at < secret.size(); ++at) {
    std::string wrong = secret;
    wrong[at] = wrong[at] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(IsWellFormedSecret(wrong)) << at;
  }
  EXPECT_FALSE(IsWellFormedSecret(""));
  EXPECT_FALSE(IsWellFormedSecret(secret.substr(1)));
  EXPECT_FALSE(IsWellFormedSecret(secret + "0"));
  EXPECT_FALSE(IsWellFormedSecret(" " + secret));
}

TEST(Secret, RefusesAKeyOfAnotherPrefixThoughItsChecksumFits) {
  // The checksum covers the prefix, so a token is no API key with another prefix either.
  std::string secret = MakeSecret(CredentialKind::kToken);
  secret[2] = 'a';
  EXPECT_FALSE(IsWellFormedSecret(secret));
}

TEST(StoredHash, IsOfTheSecretAlone) {
  EXPECT_EQ(HashToken("nsk_1"), HashToken("nsk_1"));
  EXPECT_NE(HashToken("nsk_1"), HashToken("nsk_2"));
}

TEST(StoredHash, CoversTheAddressOfAnApiKeyWithoutCase) {
  EXPECT_EQ(HashApiKey("admin@example.com", "nsa_1"), HashApiKey("Admin@Example.COM", "nsa_1"));
  EXPECT_NE(HashApiKey("admin@example.com", "nsa_1"), HashApiKey("root@example.com", "nsa_1"));
  EXPECT_NE(HashApiKey("admin@example.com", "nsa_1"), HashApiKey("admin@example.com", "nsa_2"));
  EXPECT_NE(HashApiKey("a", "bc"), HashApiKey("ab", "c"));
  EXPECT_NE(HashApiKey("", "nsa_1"), HashToken("nsa_1"));
}

}  // namespace
}  // namespace namesake::registry
