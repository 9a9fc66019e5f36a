// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace namesake::detection {

// Domains that an installation knows besides those that the engine knows by itself. In ASCII form.
struct KnownDomains {
  std::set<std::string, std::less<>> free_mailers;  // everybody can have a mailbox at exactly these
  std::set<std::string, std::less<>> arc_sealers;   // organizations that forward and seal truly

  friend bool operator==(const KnownDomains&, const KnownDomains&) = default;
};

// The domains of a list with commas, in ASCII form; what is none is left out.
[[nodiscard]] std::set<std::string, std::less<>> ReadDomainList(std::string_view list);

}  // namespace namesake::detection
