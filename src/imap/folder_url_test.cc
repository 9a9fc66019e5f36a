// SPDX-License-Identifier: Apache-2.0
#include "imap/folder_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"

namespace namesake::imap {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(FolderUrl, NamesUserServerAndFolder) {
  const auto url =
      ParseFolderUrl("imaps://jane%40example.com@mx.example.com:1993/Archive/2025%20a");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls_at_once);
  EXPECT_EQ(url->user, "jane@example.com");
  EXPECT_EQ(url->server, "mx.example.com:1993");
  EXPECT_EQ(url->folder, "Archive/2025 a");
  EXPECT_EQ(url->OfMessage(12),
            "imaps://jane%40example.com@mx.example.com:1993/Archive/2025%20a/;UID=12");
}

TEST(FolderUrl, IsTheInboxWhenItNamesNone) {
  for (const char* text : {"imap://jane@host", "imap://jane@host/"}) {
    const auto url = ParseFolderUrl(text);
    ASSERT_TRUE(url) << text;
    EXPECT_FALSE(url->tls_at_once);
    EXPECT_EQ(url->folder, "INBOX");
  }
  EXPECT_EQ(ParseFolderUrl("imap://jane@example.com@host/")->user, "jane@example.com");
}

TEST(FolderUrl, WantsUserAndHost) {
  EXPECT_EQ(ParseFolderUrl("imaps://host/INBOX").error().code, base::ErrorCode::kInvalidArgument);
  EXPECT_EQ(ParseFolderUrl("imaps://jane@/INBOX").error().code, base::ErrorCode::kInvalidArgument);
}

TEST(FolderUrl, RefusesAPasswordAndDoesNotRepeatIt) {
  const auto url = ParseFolderUrl("imaps://jane:secret@host/INBOX");
  ASSERT_FALSE(url);
  EXPECT_THAT(url.error().message, HasSubstr("--password-file"));
  EXPECT_THAT(url.error().message, Not(HasSubstr("secret")));
}

TEST(FolderUrl, IsToldFromAPath) {
  EXPECT_TRUE(IsFolderUrl("imaps://a@b"));
  EXPECT_TRUE(IsFolderUrl("imap://a@b"));
  EXPECT_FALSE(IsFolderUrl("imaps:/a"));
  EXPECT_FALSE(IsFolderUrl("mail/inbox"));
}

// The examples of RFC 3501 section 5.1.3, and what is beyond the first 65,536 code points.
TEST(FolderName, IsWrittenInModifiedUtf7) {
  EXPECT_EQ(EncodeFolderName("INBOX"), "INBOX");
  EXPECT_EQ(EncodeFolderName("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
  EXPECT_EQ(EncodeFolderName("R&D"), "R&-D");
  EXPECT_EQ(EncodeFolderName("Entwürfe"), "Entw&APw-rfe");
  EXPECT_EQ(EncodeFolderName("😀"), "&2D3eAA-");
  EXPECT_EQ(EncodeFolderName("a\r\nb"), "a&AA0ACg-b");  // forges no command
}

}  // namespace
}  // namespace namesake::imap
