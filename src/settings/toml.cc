// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <ios>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "settings/check.h"
#include "settings/settings.h"

namespace namesake::settings {
namespace {

struct Fault {
  std::uint32_t line;
  std::string text;
};

std::optional<Value> ToValue(const toml::node& node) {
  if (const auto* text = node.as_string()) return Value(text->get());
  if (const auto* number = node.as_integer()) return Value(number->get());
  if (const auto* flag = node.as_boolean()) return Value(flag->get());
  return std::nullopt;
}

// Walks one file's tables and sets what is right, keeping every fault.
class Reader {
 public:
  explicit Reader(Settings& settings) : settings_(settings) {}

  void ReadTable(const toml::table& table, const std::string& prefix) {
    for (const auto& [name, node] : table) {
      const std::string key = prefix + std::string(name.str());
      if (const toml::table* inner = node.as_table()) {
        ReadInner(*inner, key, name.source().begin.line);
      } else {
        ReadOne(key, node, name.source().begin.line);
      }
    }
  }

  // A certificate is of no use without its key.
  void CheckTogether() {
    if (settings_.Text("tls.certificate").empty() != settings_.Text("tls.key").empty()) {
      Add(0, "tls.certificate and tls.key belong together, one of them is missing");
    }
  }

  [[nodiscard]] std::vector<Fault> TakeFaults() {
    std::stable_sort(faults_.begin(), faults_.end(),
                     [](const Fault& a, const Fault& b) { return a.line < b.line; });
    return std::move(faults_);
  }

 private:
  // One complaint for a table that nobody knows, not one for each key in it.
  void ReadInner(const toml::table& table, const std::string& key, std::uint32_t line) {
    const auto settings = Table();
    const bool known = std::any_of(settings.begin(), settings.end(), [&](const Setting& each) {
      return each.key.starts_with(key + ".");
    });
    if (known || table.empty()) return ReadTable(table, key + ".");
    if (Find(key) != nullptr) return Add(line, fmt::format("{} is one value, not a table", key));
    for (const auto& [name, node] : table) {
      Add(name.source().begin.line, UnknownKey(key + "." + std::string(name.str())));
    }
  }

  void ReadOne(const std::string& key, const toml::node& node, std::uint32_t line) {
    const Setting* setting = Find(key);
    if (setting == nullptr) return Add(line, UnknownKey(key));
    auto value = ToValue(node);
    if (!value) return Add(line, fmt::format("{}: neither a text, a number nor a flag", key));
    if (auto set = settings_.Set(key, std::move(*value)); !set) {
      Add(line, std::move(set.error().message));
    }
  }

  void Add(std::uint32_t line, std::string text) { faults_.push_back({line, std::move(text)}); }

  Settings& settings_;
  std::vector<Fault> faults_;
};

base::Error ToError(std::string_view name, const std::vector<Fault>& faults) {
  std::string lines;
  for (const Fault& fault : faults) {
    if (!lines.empty()) lines += '\n';
    lines += fault.line == 0 ? fmt::format("{}: {}", name, fault.text)
                             : fmt::format("{}:{}: {}", name, fault.line, fault.text);
  }
  return {base::ErrorCode::kInvalidArgument, std::move(lines)};
}

}  // namespace

base::Expected<Settings> Settings::Parse(std::string_view toml, std::string_view name) {
  Settings settings;
  Reader reader(settings);
  try {
    reader.ReadTable(toml::parse(toml, name), "");
  } catch (const toml::parse_error& error) {
    return base::Fail(
        ToError(name, {{error.source().begin.line, std::string(error.description())}}));
  }
  reader.CheckTogether();
  if (const auto faults = reader.TakeFaults(); !faults.empty()) {
    return base::Fail(ToError(name, faults));
  }
  return settings;
}

base::Expected<Settings> Settings::Load(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file) content << file.rdbuf();
  // An empty file sets the fail bit of `content`, a folder the bad bit of `file`.
  if (!file.is_open() || file.bad() || errno != 0) {
    const auto code = errno == ENOENT ? base::ErrorCode::kNotFound : base::ErrorCode::kUnavailable;
    return base::Fail(
        code, fmt::format("cannot read {}: {}", path, std::generic_category().message(errno)));
  }
  return Parse(content.str(), path);
}

}  // namespace namesake::settings
