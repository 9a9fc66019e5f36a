// SPDX-License-Identifier: Apache-2.0
#include "api/list_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "api/failure.h"
#include "api/policy_json.h"
#include "api/query_parameters.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "report/registry_object.h"
#include "text/utf8.h"

namespace namesake::api {
namespace {

// Far past any end, and page times per_page still fits in 63 bits.
constexpr std::uint64_t kMaxPage = 9'000'000'000'000'000;
constexpr std::uint64_t kMaxPerPage = 1000;  // the published schema's

// What every list has: page and per_page, then its own order, then direction and search.
template <typename Query>
void ReadPaging(Parameters& parameters, Query& list) {
  parameters.Read("page", "a whole number from 1", [&](std::string_view text) {
    const auto number = ParseNumber(text);
    list.page = std::min(number.value_or(0), kMaxPage);
    return list.page >= 1;
  });
  parameters.Read("per_page", "a whole number from 1 to 1000", [&](std::string_view text) {
    const auto number = ParseNumber(text).value_or(0);
    if (number < 1 || number > kMaxPerPage) return false;
    list.per_page = static_cast<std::uint32_t>(number);
    return true;
  });
}

template <typename Query>
void ReadDirectionAndSearch(Parameters& parameters, Query& list) {
  using registry::Direction;
  parameters.Read("direction", "asc or desc", [&](std::string_view text) {
    return Choose(text, {{"asc", Direction::kAscending}, {"desc", Direction::kDescending}},
                  list.direction);
  });
  parameters.Read("search", "well-formed UTF-8", [&](std::string_view text) {
    list.search = text;
    return text::IsValidUtf8(text);
  });
}

// The filter of one flag; of its two names the new one counts.
void ReadFlag(Parameters& parameters, const report::PolicyFlagName& flag,
              registry::PolicyQuery& list) {
  for (const std::string_view name : {flag.old_name, flag.name}) {
    if (name.empty()) continue;
    parameters.Read(std::string(name), "true or false", [&](std::string_view text) {
      bool wanted = false;
      if (!Choose(text, {{"true", true}, {"false", false}}, wanted)) return false;
      list.with &= ~registry::PolicyFlags{flag.flag};
      list.without &= ~registry::PolicyFlags{flag.flag};
      (wanted ? list.with : list.without) |= flag.flag;
      return true;
    });
  }
}

template <typename Query>
Checked<Query> Finish(Parameters& parameters, Query list) {
  if (auto problems = parameters.TakeProblems(); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  return list;
}

}  // namespace

Checked<registry::ListQuery> DecodeListQuery(std::string_view query) {
  using registry::EntryOrder;
  registry::ListQuery list;
  Parameters parameters(query);
  ReadPaging(parameters, list);
  parameters.Read("order", "name, email or created_at", [&](std::string_view text) {
    return Choose(text,
                  {{"name", EntryOrder::kName},
                   {"email", EntryOrder::kEmail},
                   {"created_at", EntryOrder::kCreatedAt}},
                  list.order);
  });
  ReadDirectionAndSearch(parameters, list);
  parameters.Read("provenance",
                  "one of A1S_INTERNAL, SNOOPY-CASB_OFFICE_365, SNOOPY-OFFICE_365, "
                  "SNOOPY-GOOGLE_DIRECTORY",
                  [&](std::string_view text) {
                    list.provenance = registry::ParseProvenance(text);
                    return list.provenance.has_value();
                  });
  return Finish(parameters, std::move(list));
}

Checked<registry::PolicyQuery> DecodePolicyQuery(std::string_view query,
                                                 registry::PolicyKind kind) {
  using registry::PolicyOrder;
  const PolicyResource& resource = ResourceOf(kind);
  registry::PolicyQuery list;
  list.kind = kind;
  Parameters parameters(query);
  ReadPaging(parameters, list);
  parameters.Read("order", "pattern or created_at", [&](std::string_view text) {
    return Choose(text,
                  {{"pattern", PolicyOrder::kPattern}, {"created_at", PolicyOrder::kCreatedAt}},
                  list.order);
  });
  ReadDirectionAndSearch(parameters, list);
  parameters.Read("pattern", "well-formed UTF-8", [&](std::string_view text) {
    list.pattern = std::string(text);
    return text::IsValidUtf8(text);
  });
  if (resource.has_pattern_type) {
    parameters.Read("pattern_type", "one of EMAIL, DOMAIN, IP, UNKNOWN",
                    [&](std::string_view text) {
                      list.pattern_type = registry::ParsePatternType(text);
                      return list.pattern_type.has_value();
                    });
  }
  for (const report::PolicyFlagName& flag : report::PolicyFlagNames(kind)) {
    ReadFlag(parameters, flag, list);
  }
  return Finish(parameters, std::move(list));
}

}  // namespace namesake::api
