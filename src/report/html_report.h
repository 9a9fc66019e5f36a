// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detection/verdict.h"
#include "mail/sender_claims.h"
#include "report/scan_summary.h"

namespace namesake::report {

// A flagged message as the HTML report shows it, as a piece of HTML with everything escaped.
[[nodiscard]] std::string MessageHtml(std::string_view source, const mail::SenderClaims& claims,
                                      const detection::Verdict& verdict);

// A whole scan as one HTML page that needs nothing else: no script, no image, no font from
// anywhere, and a policy (Content-Security-Policy) that forbids them. Light or dark as the reader's
// system is. `messages` are pieces of MessageHtml; of the flagged ones that are not among them, the
// page says how many they are.
//
// Text from mail and registry can hold no markup, and what is invisible or turns the direction of
// text is shown as "<U+202E>".
[[nodiscard]] std::string ReportHtml(const ScanSummary& summary,
                                     const std::vector<std::string>& messages,
                                     std::string_view sources);

// A browser lays out so many quickly, and nobody reads more.
inline constexpr std::size_t kMaxHtmlMessages = 2000;

}  // namespace namesake::report
