// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mail/octet_window.h"

namespace namesake::mail {

enum class Compression {
  kGzip,  // RFC 1952
  kZstd,  // RFC 8878
};

// Tells by the first octets; nullopt for what is neither.
[[nodiscard]] std::optional<Compression> CompressionOf(std::string_view octets) noexcept;

// As many first octets as CompressionOf looks at.
inline constexpr std::size_t kCompressionMagicBytes = 4;

// More than this many octets from one of the file, once they are many: nobody's mail, but a file
// made to keep us busy. Mailboxes shrink to a third, with thousands of equal messages to a
// hundredth; zeros to a thousandth (gzip) or less (zstd).
inline constexpr std::uint64_t kMaxExpansion = 1000;
inline constexpr std::uint64_t kFreeExpansionBytes = std::uint64_t{64} << 20;

// A zstd file may ask its reader for any amount of memory; 128 MiB is what the command unpacks
// without being told to.
inline constexpr int kMaxZstdWindowLog = 27;

// Unpacks a gzip or zstd file, of one member (frame) or several, on its way from one window to
// another. Not safe from several threads.
//
//   CompressedStream stream(Compression::kGzip, file);  // `file` stands at the file's beginning
//   window.Begin(stream);
//   while (window.ReadMore()) …
//   if (window.failure() != 0) … stream.Explain(window.failure())
class CompressedStream : public OctetReader {
 public:
  CompressedStream(Compression compression, OctetWindow& compressed);
  ~CompressedStream() override;

  // EBADMSG for data that are damaged or end too early, EFBIG for those that break a limit above;
  // else what the reading of `compressed` failed with.
  std::ptrdiff_t Read(char* to, std::size_t size) override;

  // "the gzip data are damaged near octet 1234 of the file"
  [[nodiscard]] std::string Explain(int failure) const;

 private:
  class Format;
  class Gzip;
  class Zstd;

  [[nodiscard]] std::ptrdiff_t Fail(int failure, std::string_view what);

  OctetWindow& compressed_;
  std::unique_ptr<Format> format_;
  std::uint64_t unpacked_ = 0;
  std::string_view what_;  // is wrong
};

}  // namespace namesake::mail
