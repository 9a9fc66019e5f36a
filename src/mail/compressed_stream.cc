// SPDX-License-Identifier: Apache-2.0
#include "mail/compressed_stream.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "mail/octet_window.h"

namespace namesake::mail {
namespace {

constexpr std::string_view kGzipMagic = "\x1F\x8B";
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";

// "skippable" frames, with which some programs begin: 0x184D2A50 to 5F.
constexpr std::string_view kZstdSkippableMagic = "\x2A\x4D\x18";

constexpr std::string_view kDamaged = "damaged";
constexpr std::string_view kTooShort = "cut off";

}  // namespace

std::optional<Compression> CompressionOf(std::string_view octets) noexcept {
  if (octets.starts_with(kGzipMagic)) return Compression::kGzip;
  if (octets.starts_with(kZstdMagic)) return Compression::kZstd;
  const bool is_skippable = !octets.empty() && (octets[0] & '\xF0') == '\x50' &&
                            octets.substr(1).starts_with(kZstdSkippableMagic);
  if (is_skippable) return Compression::kZstd;
  return std::nullopt;
}

// ---- The formats --------------------------------------------------------------------------------

// One step of unpacking: some octets taken, some made.
class CompressedStream::Format {
 public:
  struct Step {
    std::size_t taken = 0;
    std::size_t made = 0;
    int failure = 0;
    std::string_view what = {};
  };

  Format() = default;
  Format(const Format&) = delete;
  Format& operator=(const Format&) = delete;
  virtual ~Format() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual Step Unpack(std::string_view from, char* to, std::size_t size) = 0;
  // Whether the file may end here.
  [[nodiscard]] virtual bool may_end() const = 0;
};

class CompressedStream::Gzip : public Format {
 public:
  Gzip() {
    constexpr int kGzipHeader = 16;
    if (::inflateInit2(&stream_, MAX_WBITS + kGzipHeader) != Z_OK) throw std::bad_alloc();
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { ::inflateEnd(&stream_); }

  [[nodiscard]] std::string_view name() const override { return "gzip"; }
  [[nodiscard]] bool may_end() const override { return between_members_; }

  [[nodiscard]] Step Unpack(std::string_view from, char* to, std::size_t size) override {
    if (between_members_) {
      // Tapes and block devices fill up with zeros (RFC 1952 does not say so, gzip does it).
      const std::size_t zeros = std::min(from.find_first_not_of('\0'), from.size());
      if (zeros > 0) return {.taken = zeros};
      ::inflateReset(&stream_);
      between_members_ = false;
    }
    // zlib does not write to it, but is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    stream_.avail_in = Size(from.size());
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = Size(size);
    const int result = ::inflate(&stream_, Z_NO_FLUSH);
    Step step{.taken = from.size() - stream_.avail_in, .made = size - stream_.avail_out};
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    between_members_ = result == Z_STREAM_END;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      step.failure = EBADMSG;
      step.what = kDamaged;
    }
    return step;
  }

 private:
  // Windows are far smaller.
  static uInt Size(std::size_t size) {
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
  }

  z_stream stream_{};
  bool between_members_ = false;
};

class CompressedStream::Zstd : public Format {
 public:
  Zstd() : stream_(::ZSTD_createDCtx()) {
    if (!stream_) throw std::bad_alloc();
    ::ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, kMaxZstdWindowLog);
  }

  [[nodiscard]] std::string_view name() const override { return "zstd"; }
  [[nodiscard]] bool may_end() const override { return between_frames_; }

  [[nodiscard]] Step Unpack(std::string_view from, char* to, std::size_t size) override {
    ZSTD_inBuffer in{from.data(), from.size(), 0};
    ZSTD_outBuffer out{to, size, 0};
    const std::size_t result = ::ZSTD_decompressStream(stream_.get(), &out, &in);
    Step step{.taken = in.pos, .made = out.pos};
    switch (::ZSTD_getErrorCode(result)) {
      case ZSTD_error_no_error:
        between_frames_ = result == 0;
        break;
      case ZSTD_error_memory_allocation:
        throw std::bad_alloc();
      case ZSTD_error_frameParameter_windowTooLarge:
        step.failure = EFBIG;
        step.what = "in need of more than 128 MiB of memory";
        break;
      default:
        step.failure = EBADMSG;
        step.what = kDamaged;
    }
    return step;
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* stream) const noexcept { ::ZSTD_freeDCtx(stream); }
  };

  std::unique_ptr<ZSTD_DCtx, Free> stream_;
  bool between_frames_ = false;
};

// ---- CompressedStream ---------------------------------------------------------------------------

CompressedStream::CompressedStream(Compression compression, OctetWindow& compressed)
    : compressed_(compressed) {
  if (compression == Compression::kGzip) {
    format_ = std::make_unique<Gzip>();
  } else {
    format_ = std::make_unique<Zstd>();
  }
}

CompressedStream::~CompressedStream() = default;

std::ptrdiff_t CompressedStream::Fail(int failure, std::string_view what) {
  errno = failure;
  what_ = what;
  return -1;
}

std::ptrdiff_t CompressedStream::Read(char* to, std::size_t size) {
  for (;;) {
    if (compressed_.octets().empty() && !compressed_.ReadMore()) {
      if (compressed_.failure() != 0) return Fail(compressed_.failure(), {});
      return format_->may_end() ? 0 : Fail(EBADMSG, kTooShort);
    }
    const Format::Step step = format_->Unpack(compressed_.octets(), to, size);
    compressed_.Drop(step.taken);
    unpacked_ += step.made;
    if (step.failure != 0) return Fail(step.failure, step.what);
    if (unpacked_ > kFreeExpansionBytes && unpacked_ / kMaxExpansion > compressed_.position()) {
      return Fail(EFBIG, "more than 1,000 times as large unpacked");
    }
    if (step.made > 0) return static_cast<std::ptrdiff_t>(step.made);
  }
}

std::string CompressedStream::Explain(int failure) const {
  if (what_.empty()) return std::generic_category().message(failure);
  return fmt::format("the {} data are {}, near octet {} of the file", format_->name(), what_,
                     compressed_.position());
}

}  // namespace namesake::mail
