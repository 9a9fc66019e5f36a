// SPDX-License-Identifier: Apache-2.0
#include "storage/adoption_check.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::storage {
namespace {

using base::ErrorCode;
using registry::AccountId;
using registry::Adoption;
using registry::Entry;

template <typename Row>
base::Status RefuseForeign(const AccountId& account, const std::vector<Row>& rows) {
  const auto foreign = [&](const Row& row) { return row.account != account; };
  if (std::none_of(rows.begin(), rows.end(), foreign)) return base::Ok();
  return base::Fail(ErrorCode::kInvalidArgument, "a row of another account");
}

base::Status RefuseOutside(const Adoption::Range& range) {
  const auto outside = [&](const Entry& entry) {
    return (range.after && entry.id <= *range.after) || (range.up_to && entry.id > *range.up_to);
  };
  if (std::none_of(range.entries.begin(), range.entries.end(), outside)) return base::Ok();
  return base::Fail(ErrorCode::kInvalidArgument, "an entry outside the range");
}

}  // namespace

base::Status CheckAdoption(const Adoption& adoption) {
  const AccountId& account = adoption.account.id;
  base::Status fits = RefuseForeign(account, adoption.audit);
  if (fits && adoption.domains) fits = RefuseForeign(account, *adoption.domains);
  if (fits && adoption.credentials) fits = RefuseForeign(account, *adoption.credentials);
  if (fits && adoption.policies) fits = RefuseForeign(account, *adoption.policies);
  if (fits && adoption.entries) fits = RefuseForeign(account, adoption.entries->entries);
  if (fits && adoption.entries) fits = RefuseOutside(*adoption.entries);
  return fits;
}

}  // namespace namesake::storage
