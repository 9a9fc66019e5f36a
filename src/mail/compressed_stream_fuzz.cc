// SPDX-License-Identifier: Apache-2.0
// Unpacks whatever it is given, as gzip and as zstd: it ends, by itself or with a failure that can
// be explained.

#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "mail/compressed_stream.h"
#include "mail/octet_window.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namesake::mail::CompressedStream;
  using namesake::mail::Compression;
  using namesake::mail::OctetWindow;
  const int file = memfd_create("packed", 0);
  if (write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
  for (const Compression compression : {Compression::kGzip, Compression::kZstd}) {
    OctetWindow packed;
    packed.BeginAt(file, 0);
    CompressedStream stream(compression, packed);
    OctetWindow window;
    window.Begin(stream);
    while (window.ReadMore()) window.Drop(window.octets().size());
    if (window.failure() != 0 && stream.Explain(window.failure()).empty()) std::abort();
  }
  close(file);
  return 0;
}
