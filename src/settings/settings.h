// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/expected.h"

namespace namesake::settings {

enum class Program : unsigned { kDaemon = 1, kMilter = 2, kBoth = 3 };
enum class Reload { kRestart, kOnHangup };  // when a changed value takes effect

using Value = std::variant<bool, std::int64_t, std::string>;

// One setting. The table of them (settings/table.cc) is the only place that knows keys, types,
// defaults and meanings: loader, --check-config, --print-defaults and docs/configuration.md come
// from it.
struct Setting {
  std::string_view key;  // "tls.certificate": TOML table and key
  Value default_value;
  Program program;
  Reload reload;
  std::string_view doc;      // what, unit, range; one or two sentences
  std::int64_t minimum = 0;  // of a number
  std::int64_t maximum = 0;
  std::span<const std::string_view> choices = {};  // of a text, when only these are allowed
  bool (*accepts)(std::string_view) = nullptr;     // of a text, when not every text will do
  std::string_view form = {};  // what `accepts` wants, for a person: "ADDRESS:PORT"
};

[[nodiscard]] std::span<const Setting> Table() noexcept;

// The setting of that key, or null.
[[nodiscard]] const Setting* Find(std::string_view key) noexcept;

// The settings of one program run: defaults, then the file, then what the command line set.
// A value; safe to read from several threads.
class Settings {
 public:
  // The defaults alone.
  Settings();

  // Reads TOML. All faults at once, one a line: file, line, what is wrong, what is allowed (an
  // unknown key is a fault and names the nearest known one). kInvalidArgument, kNotFound.
  [[nodiscard]] static base::Expected<Settings> Load(const std::string& path);
  [[nodiscard]] static base::Expected<Settings> Parse(std::string_view toml, std::string_view name);

  // For values of the command line; checked like those of a file.
  [[nodiscard]] base::Status Set(std::string_view key, Value value);

  // REQUIRES: `key` is in the table and of that type (anything else is our own bug and asserts).
  [[nodiscard]] bool Bool(std::string_view key) const;
  [[nodiscard]] std::int64_t Number(std::string_view key) const;
  [[nodiscard]] const std::string& Text(std::string_view key) const;

  // Keys of `program` whose value differs and that need a restart to take effect.
  [[nodiscard]] std::vector<std::string> NeedRestart(const Settings& newer,
                                                     Program program = Program::kBoth) const;

 private:
  std::map<std::string, Value, std::less<>> values_;
};

// A commented TOML file with every setting of `program` at its default: --print-defaults.
[[nodiscard]] std::string PrintDefaults(Program program);

// docs/configuration.md, generated; a test holds the file against it.
[[nodiscard]] std::string PrintMarkdown();

}  // namespace namesake::settings
