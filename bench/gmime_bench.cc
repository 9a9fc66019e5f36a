// SPDX-License-Identifier: Apache-2.0
// For scale: what a general mail library needs to read the same header sections.
#include <benchmark/benchmark.h>
#include <gmime/gmime.h>

#include <cstddef>
#include <string>
#include <vector>

#include "bench/sample_mail.h"

namespace namesake::bench {
namespace {

// Parses one header section and asks for its authors, as a filter built on GMime would.
void ReadByGmime(benchmark::State& state) {
  g_mime_init();
  const std::vector<SampleMessage> mail = SampleMail(1024);
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : state) {
    const std::string& message = mail[next].header_section;
    GMimeStream* stream = g_mime_stream_mem_new_with_buffer(message.data(), message.size());
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage* parsed = g_mime_parser_construct_message(parser, nullptr);
    benchmark::DoNotOptimize(internet_address_list_length(g_mime_message_get_from(parsed)));
    g_object_unref(parsed);
    g_object_unref(parser);
    g_object_unref(stream);
    next = (next + 1) % mail.size();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ReadByGmime);

}  // namespace
}  // namespace namesake::bench
