// SPDX-License-Identifier: Apache-2.0
#include "mail/domain.h"

#include <libpsl.h>

#include <string>
#include <string_view>

namespace namesake::mail {
namespace {

// The newer of the list that the system keeps current and the one built into libpsl. Loaded once
// and never freed: look-ups only read it.
const psl_ctx_t* PublicSuffixList() {
  static const psl_ctx_t* const list = [] {
    const psl_ctx_t* latest = psl_latest(nullptr);
    return latest != nullptr ? latest : psl_builtin();
  }();
  return list;
}

}  // namespace

std::string OrganizationalDomain(std::string_view domain) {
  std::string name(domain);
  const bool has_labels = name.find('.') != std::string::npos && !name.starts_with('[');
  if (!has_labels || PublicSuffixList() == nullptr) return name;
  const char* registrable = psl_registrable_domain(PublicSuffixList(), name.c_str());
  return registrable == nullptr ? name : std::string(registrable);
}

bool IsSameOrBelow(std::string_view domain, std::string_view parent) noexcept {
  if (parent.empty() || !domain.ends_with(parent)) return false;
  return domain.size() == parent.size() || domain[domain.size() - parent.size() - 1] == '.';
}

}  // namespace namesake::mail
