// SPDX-License-Identifier: Apache-2.0
#include "http/response_text.h"

#include <gtest/gtest.h>

#include <string>

#include "http/message.h"

namespace namesake::http {
namespace {

Response MakeResponse() {
  Response response;
  response.status = 201;
  response.content_type = "text/plain";
  response.fields = {{"X-One", "1"}};
  response.body = "hello";
  return response;
}

std::string Text(const Response& response, AfterAnswer after = AfterAnswer::kKeep,
                 BodyPart body = BodyPart::kSent) {
  std::string text;
  AppendResponse(text, response, "Thu, 01 Jan 1970 00:00:00 GMT", after, body);
  return text;
}

TEST(ResponseText, HasStatusFieldsAndBody) {
  EXPECT_EQ(Text(MakeResponse()),
            "HTTP/1.1 201 Created\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
            "Content-Type: text/plain\r\nContent-Length: 5\r\nX-One: 1\r\n\r\nhello");
}

TEST(ResponseText, IsAppended) {
  std::string text = "before";
  AppendResponse(text, MakeResponse(), "d", AfterAnswer::kKeep, BodyPart::kSent);
  EXPECT_TRUE(text.starts_with("beforeHTTP/1.1 201")) << text;
}

TEST(ResponseText, SaysWhatBecomesOfTheConnection) {
  EXPECT_NE(Text(MakeResponse(), AfterAnswer::kClose).find("\r\nConnection: close\r\n"),
            std::string::npos);
  EXPECT_NE(Text(MakeResponse(), AfterAnswer::kKeepAloud).find("\r\nConnection: keep-alive\r\n"),
            std::string::npos);
}

TEST(ResponseText, LeavesOutTheBodyOfHeadAndKeepsItsLength) {
  const std::string text = Text(MakeResponse(), AfterAnswer::kKeep, BodyPart::kLeftOut);
  EXPECT_NE(text.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\n")) << text;
}

TEST(ResponseText, HasNoBodyWhereTheStatusForbidsIt) {
  for (const int status : {204, 304}) {
    Response response = MakeResponse();
    response.status = status;
    const std::string text = Text(response);
    EXPECT_EQ(text.find("Content-Length"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("\r\n\r\n")) << text;
  }
}

TEST(ResponseText, LeavesAnEmptyContentTypeOut) {
  Response response = MakeResponse();
  response.content_type.clear();
  EXPECT_EQ(Text(response).find("Content-Type"), std::string::npos);
}

TEST(ResponseText, LetsNoValueBeginAnotherField) {
  Response response = MakeResponse();
  response.fields = {{"Location", "/a\r\nSet-Cookie: b=c\n\r\n<html>"}};
  EXPECT_NE(Text(response).find("Location: /a  Set-Cookie: b=c   <html>\r\n\r\nhello"),
            std::string::npos);
}

TEST(DateField, IsMadeAnewEachSecond) {
  DateField date;
  EXPECT_EQ(date.At(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(date.At(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(date.At(86'401), "Fri, 02 Jan 1970 00:00:01 GMT");
}

}  // namespace
}  // namespace namesake::http
