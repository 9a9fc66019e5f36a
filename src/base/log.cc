// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <cstddef>
#include <cstdio>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace namesake::base {
namespace {

// The batch of this thread.
struct Kept {
  int depth = 0;
  std::string lines;
};

Kept& KeptOfThread() {
  thread_local Kept kept;
  return kept;
}

// Enough for the answers of one commit.
constexpr std::size_t kMaxKept = std::size_t{64} * 1024;

// Not buffered by the C library, so each call is one system call.
void Write(std::string_view lines) { std::fwrite(lines.data(), 1, lines.size(), stderr); }

void WriteKept() {
  std::string& lines = KeptOfThread().lines;
  if (!lines.empty()) Write(lines);
  lines.clear();
}

// base_sink's lock keeps the formatter, and so the lines of threads, apart.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    Kept& kept = KeptOfThread();
    if (kept.depth == 0) return Write({line.data(), line.size()});
    kept.lines.append(line.data(), line.size());
    if (message.level >= spdlog::level::warn || kept.lines.size() >= kMaxKept) WriteKept();
  }
  void flush_() override {}
};

// spdlog's own registry would be a second global; one logger of ours is enough.
spdlog::logger& Logger() {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>("namesake", std::make_shared<StderrSink>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

bool NeedsQuotes(std::string_view text) {
  if (text.empty()) return true;
  for (const char c : text) {
    if (c <= ' ' || c == '"' || c == '\\' || c == '=' || c == 0x7F) return true;
  }
  return false;
}

void AppendText(fmt::memory_buffer& line, std::string_view text) {
  auto out = std::back_inserter(line);
  if (!NeedsQuotes(text)) {
    fmt::format_to(out, "{}", text);
    return;
  }
  line.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      fmt::format_to(out, "\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      line.push_back(c);
    }
  }
  line.push_back('"');
}

}  // namespace

void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!LogEnabled(level)) return;
  fmt::memory_buffer line;
  fmt::format_to(std::back_inserter(line), "{}", event);
  for (const LogField& field : fields) {
    fmt::format_to(std::back_inserter(line), " {}=", field.name);
    std::visit(
        [&](const auto& value) {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string_view>) {
            AppendText(line, value);
          } else {
            fmt::format_to(std::back_inserter(line), "{}", value);
          }
        },
        field.value);
  }
  Logger().log(ToSpdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

LogBatch::LogBatch() { ++KeptOfThread().depth; }

LogBatch::~LogBatch() {
  if (--KeptOfThread().depth == 0) WriteKept();
}

void SetLogLevel(LogLevel level) { Logger().set_level(ToSpdlog(level)); }

bool LogEnabled(LogLevel level) { return Logger().should_log(ToSpdlog(level)); }

}  // namespace namesake::base
