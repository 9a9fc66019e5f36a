// SPDX-License-Identifier: Apache-2.0
#include "registry/store.h"

#include <future>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "base/expected.h"
#include "registry/entry.h"
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
