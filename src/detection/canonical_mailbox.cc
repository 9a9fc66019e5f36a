// SPDX-License-Identifier: Apache-2.0
#include "detection/canonical_mailbox.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "names/service.h"

namespace namesake::detection {

std::string CanonicalMailbox(std::string_view normalised) {
  const std::size_t at = normalised.rfind('@');
  if (at == std::string_view::npos) return {};
  const names::MailboxRules* rules = names::FindMailboxRules(normalised.substr(at + 1));
  if (rules == nullptr) return {};
  std::string local_part(normalised.substr(0, at));
  if (rules->tag_separator != 0) {
    local_part.resize(std::min(local_part.find(rules->tag_separator), local_part.size()));
  }
  // NOLINTNEXTLINE(misc-include-cleaner): knows the std::erase of <vector> alone, not <string>'s.
  if (rules->ignores_dots) std::erase(local_part, '.');
  return local_part + "@" + std::string(rules->canonical_domain);
}

}  // namespace namesake::detection
