// SPDX-License-Identifier: Apache-2.0
#include "registry/store.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "text/fold.h"

namespace namesake::registry {
namespace {

bool Contains(std::string_view text, std::string_view folded_search) {
  return text::FoldCase(text).find(folded_search) != std::string_view::npos;
}

}  // namespace

bool MatchesFilters(const Entry& entry, std::optional<Provenance> provenance,
                    std::string_view folded_search) {
  if (provenance && entry.provenance.value_or(Provenance::kInternal) != *provenance) return false;
  if (folded_search.empty()) return true;
  return Contains(entry.name, folded_search) || Contains(entry.email, folded_search) ||
         (entry.comments && Contains(*entry.comments, folded_search));
}

bool MatchesFilters(const Policy& policy, const PolicyQuery& query,
                    std::string_view folded_search) {
  if (policy.kind() != query.kind) return false;
  if (query.pattern && policy.pattern != *query.pattern) return false;
  if (query.pattern_type && policy.pattern_type() != *query.pattern_type) return false;
  const PolicyFlags flags = FlagsOf(policy);
  if ((flags & query.with) != query.with || (flags & query.without) != 0) return false;
  if (folded_search.empty()) return true;
  return Contains(policy.pattern, folded_search) ||
         (policy.comments && Contains(*policy.comments, folded_search));
}

PolicyPage SelectPage(std::vector<Policy> matching, const PolicyQuery& query) {
  const auto comes_before = [&](const Policy& a, const Policy& b) {
    const Policy& first = query.direction == Direction::kAscending ? a : b;
    const Policy& second = query.direction == Direction::kAscending ? b : a;
    if (query.order == PolicyOrder::kPattern) {
      return std::tie(first.pattern, first.id) < std::tie(second.pattern, second.id);
    }
    return std::tie(first.created_at, first.id) < std::tie(second.created_at, second.id);
  };
  std::ranges::sort(matching, comes_before);
  PolicyPage page;
  page.total_count = matching.size();
  const std::uint64_t pages = std::max<std::uint64_t>(query.page, 1) - 1;
  if (query.per_page == 0 || pages > matching.size() / query.per_page) return page;
  const std::size_t begin = std::min<std::size_t>(pages * query.per_page, matching.size());
  const std::size_t end = std::min<std::size_t>(begin + query.per_page, matching.size());
  page.policies.assign(
      std::make_move_iterator(matching.begin() + static_cast<std::ptrdiff_t>(begin)),
      std::make_move_iterator(matching.begin() + static_cast<std::ptrdiff_t>(end)));
  return page;
}

base::Expected<std::vector<Usage>> Store::AddUsage(std::span<const Usage> /*counted*/) {
  return std::vector<Usage>();
}

base::Expected<AccountWithParts> Store::ReadAccount(const AccountId& account) {
  auto found = GetAccount(account);
  if (!found) return base::Fail(std::move(found.error()));
  auto domains = ListDomains();
  if (!domains) return base::Fail(std::move(domains.error()));
  auto credentials = ListCredentials();
  if (!credentials) return base::Fail(std::move(credentials.error()));
  const auto is_foreign = [&](const auto& part) { return part.account != account; };
  std::erase_if(*domains, is_foreign);
  std::erase_if(*credentials, is_foreign);
  return AccountWithParts{*std::move(found), *std::move(domains), *std::move(credentials)};
}

base::Status Store::Adopt(const Adoption& /*adoption*/) {
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    "a store of this kind takes over nothing from another");
}

base::Expected<Committed> Store::CommitAndWait(Write write) {
  // Shared, because the store's thread may still be inside set_value when this one has the result.
  const auto promise = std::make_shared<std::promise<base::Expected<Committed>>>();
  auto result = promise->get_future();
  Commit(std::move(write), [promise](base::Expected<Committed> committed) {
    promise->set_value(std::move(committed));
  });
  return result.get();
}

}  // namespace namesake::registry
