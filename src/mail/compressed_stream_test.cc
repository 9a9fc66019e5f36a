// SPDX-License-Identifier: Apache-2.0
#include "mail/compressed_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "mail/octet_window.h"

namespace namesake::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

std::string Gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(::deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

std::string Zstd(std::string_view text) {
  std::string packed(::ZSTD_compressBound(text.size()), '\0');
  packed.resize(::ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

struct Unpacked {
  std::string text;
  int failure = 0;
  std::string explanation;
};

Unpacked Unpack(std::string_view packed) {
  const int descriptor = ::memfd_create("packed", 0);
  EXPECT_EQ(::write(descriptor, packed.data(), packed.size()), static_cast<ssize_t>(packed.size()));
  ::lseek(descriptor, 0, SEEK_SET);
  OctetWindow file;
  file.Begin(descriptor);
  file.ReadAtLeast(kCompressionMagicBytes);
  CompressedStream stream(CompressionOf(file.octets()).value(), file);
  OctetWindow window;
  window.Begin(stream);
  Unpacked result;
  do {
    result.text += window.octets();
    window.Drop(window.octets().size());
  } while (window.ReadMore());
  result.failure = window.failure();
  result.explanation = stream.Explain(result.failure);
  ::close(descriptor);
  return result;
}

struct Format {
  std::string name;
  std::string (*pack)(std::string_view);
};

class CompressedStreamOf : public ::testing::TestWithParam<Format> {
 protected:
  static std::string Pack(std::string_view text) { return GetParam().pack(text); }

  // Of more than one window, and not to be packed well.
  static std::string LongText() {
    std::string text;
    for (unsigned i = 0; text.size() < 500'000; ++i) text += std::to_string(i * 2654435761U);
    return text;
  }
};

TEST_P(CompressedStreamOf, GivesWhatWasPacked) {
  for (const std::string& text : {std::string(), std::string("From: a\n"), LongText()}) {
    const Unpacked unpacked = Unpack(Pack(text));
    EXPECT_EQ(unpacked.text, text);
    EXPECT_EQ(unpacked.failure, 0);
  }
}

TEST_P(CompressedStreamOf, GivesSeveralMembersAsOne) {
  const Unpacked unpacked = Unpack(Pack("From: a\n") + Pack("") + Pack("From: b\n"));
  EXPECT_EQ(unpacked.text, "From: a\nFrom: b\n");
  EXPECT_EQ(unpacked.failure, 0);
}

TEST_P(CompressedStreamOf, SaysWhereDataEndTooEarly) {
  const std::string packed = Pack(LongText());
  for (const std::size_t size : {packed.size() - 1, packed.size() / 2, std::size_t{4}}) {
    const Unpacked unpacked = Unpack(packed.substr(0, size));
    EXPECT_EQ(unpacked.failure, EBADMSG) << size;
    EXPECT_EQ(unpacked.explanation, "the " + GetParam().name + " data are cut off, near octet " +
                                        std::to_string(size) + " of the file");
    EXPECT_TRUE(LongText().starts_with(unpacked.text));
  }
}

TEST_P(CompressedStreamOf, SaysWhereDataAreDamaged) {
  std::string packed = Pack(LongText());
  for (std::size_t at = packed.size() / 2; at < packed.size() / 2 + 1000; ++at) packed[at] = 'x';
  const Unpacked unpacked = Unpack(packed);
  EXPECT_EQ(unpacked.failure, EBADMSG);
  EXPECT_THAT(
      unpacked.explanation,
      MatchesRegex("the " + GetParam().name + " data are damaged, near octet [0-9]+ of the file"));
}

TEST_P(CompressedStreamOf, SaysThatSomethingElseFollows) {
  const Unpacked unpacked = Unpack(Pack("From: a\n") + "garbage that is none");
  EXPECT_EQ(unpacked.text, "From: a\n");
  EXPECT_EQ(unpacked.failure, EBADMSG);
}

TEST_P(CompressedStreamOf, GivesUpAFileThatUnpacksToFarTooMuch) {
  const Unpacked unpacked = Unpack(Pack(std::string(std::size_t{100} << 20, '\0')));
  EXPECT_EQ(unpacked.failure, EFBIG);
  EXPECT_LT(unpacked.text.size(), std::size_t{65} << 20);
  EXPECT_THAT(unpacked.explanation,
              HasSubstr("more than 1,000 times as large unpacked, near octet"));
}

TEST_P(CompressedStreamOf, HandsOnAFailureOfTheFile) {
  OctetWindow file;
  file.Begin(-1);
  CompressedStream stream(Compression::kGzip, file);
  OctetWindow window;
  window.Begin(stream);
  EXPECT_FALSE(window.ReadMore());
  EXPECT_EQ(window.failure(), EBADF);
  EXPECT_EQ(stream.Explain(EBADF), "Bad file descriptor");
}

INSTANTIATE_TEST_SUITE_P(Formats, CompressedStreamOf,
                         ::testing::Values(Format{"gzip", Gzip}, Format{"zstd", Zstd}),
                         [](const auto& test) { return test.param.name; });

TEST(CompressedStream, ZerosBehindAGzipMemberAreNothing) {
  const Unpacked unpacked = Unpack(Gzip("From: a\n") + std::string(1000, '\0'));
  EXPECT_EQ(unpacked.text, "From: a\n");
  EXPECT_EQ(unpacked.failure, 0);
}

TEST(CompressedStream, ZstdMayBeginWithWhatIsToBeSkipped) {
  using std::string_literals::operator""s;
  EXPECT_EQ(Unpack("\x50\x2A\x4D\x18\x03\0\0\0abc"s + Zstd("From: a\n")).text, "From: a\n");
}

TEST(CompressedStream, ZstdThatWantsMuchMemoryIsRefused) {
  ZSTD_CCtx* context = ::ZSTD_createCCtx();
  ::ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 28);
  const std::string text = "From: a\n";
  std::string packed(1000, '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer out{packed.data(), packed.size(), 0};
  // As a stream of unknown length: otherwise the window is as small as the text.
  EXPECT_FALSE(::ZSTD_isError(::ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush)));
  EXPECT_FALSE(::ZSTD_isError(::ZSTD_compressStream2(context, &out, &in, ZSTD_e_end)));
  ::ZSTD_freeCCtx(context);
  packed.resize(out.pos);
  const Unpacked unpacked = Unpack(packed);
  EXPECT_EQ(unpacked.failure, EFBIG);
  EXPECT_THAT(unpacked.explanation, HasSubstr("in need of more than 128 MiB of memory"));
}

TEST(CompressionOf, TellsByTheFirstOctets) {
  EXPECT_EQ(CompressionOf(Gzip("x")), Compression::kGzip);
  EXPECT_EQ(CompressionOf(Zstd("x")), Compression::kZstd);
  for (const std::string_view other : {"", "\x1F", "From: a\n", "P", "Q*M", "PK\x03\x04"}) {
    EXPECT_EQ(CompressionOf(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace namesake::mail
