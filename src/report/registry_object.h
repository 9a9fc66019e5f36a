// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <boost/json/storage_ptr.hpp>
#include <span>
#include <string_view>

#include "registry/entry.h"
#include "registry/policy.h"

// What is registered, as the API shows it.
namespace namesake::report {

// Always all twelve fields, null where there is no value; an entry without a provenance was made by
// hand.
[[nodiscard]] boost::json::object EntryObject(const registry::Entry& entry,
                                              boost::json::storage_ptr storage = {});

// A flag of a policy as the wire has it.
struct PolicyFlagName {
  registry::PolicyFlag flag;
  std::string_view name;
  std::string_view old_name;  // going since 2026-07-01, still read and sent; "" without one
};

// The flags of a kind, in the order in which they are shown.
[[nodiscard]] std::span<const PolicyFlagName> PolicyFlagNames(registry::PolicyKind kind) noexcept;

// Always every field of its kind, old names too.
[[nodiscard]] boost::json::object PolicyObject(const registry::Policy& policy,
                                               boost::json::storage_ptr storage = {});

}  // namespace namesake::report
