// SPDX-License-Identifier: Apache-2.0
#include "report/html_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detection/evidence.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"
#include "report/html_style.h"
#include "report/scan_summary.h"
#include "text/escape.h"

namespace namesake::report {
namespace {

using detection::VerdictClass;

constexpr std::size_t kBars = 8;
constexpr std::size_t kMaxSentences = 10;           // of a message; the strongest stand first
constexpr std::size_t kMaxSourceCodePoints = 4096;  // PATH_MAX: whole, so that it can be copied

// The worst first; the class is what the style sheet calls it.
struct Kind {
  VerdictClass verdict;
  std::string_view style;
};
constexpr std::array<Kind, 3> kKinds = {{{VerdictClass::kMaliciousBec, "bec"},
                                         {VerdictClass::kSpoof, "spoof"},
                                         {VerdictClass::kSuspicious, "suspicious"}}};

std::string_view StyleOf(VerdictClass verdict) {
  for (const Kind& kind : kKinds) {
    if (kind.verdict == verdict) return kind.style;
  }
  return "none";
}

// Text that was made safe to show, as HTML.
std::string EscapeMarkup(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string Shown(std::string_view text, std::size_t max_code_points = 256) {
  return EscapeMarkup(text::EscapeForDisplay(text, max_code_points));
}

std::string Percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "0 %";
  const double share = 100 * static_cast<double>(part) / static_cast<double>(whole);
  if (part > 0 && share < 0.1) return "under 0.1 %";
  return fmt::format("{:.{}f} %", share, share < 10 ? 1 : 0);
}

// ---- Parts of the page --------------------------------------------------------------------------

std::string Figure(std::string_view number, std::string_view label, std::string_view style) {
  return fmt::format("<div class=\"figure {}\"><b>{}</b><span>{}</span></div>\n", style, number,
                     label);
}

std::string Figures(const ScanSummary& summary) {
  std::string html = "<section class=\"figures\">\n";
  html +=
      Figure(GroupDigits(summary.messages), summary.messages == 1 ? "message" : "messages", "all");
  html += Figure(GroupDigits(summary.flagged),
                 fmt::format("flagged, {}", Percent(summary.flagged, summary.messages)), "flagged");
  for (const auto& [verdict, style] : kKinds) {
    html += Figure(GroupDigits(summary.by_class.at(static_cast<std::size_t>(verdict))),
                   detection::DispositionName(verdict), style);
  }
  return html + "</section>\n";
}

// The flagged messages as one bar of three colours.
std::string Shares(const ScanSummary& summary) {
  std::string html =
      "<svg class=\"shares\" viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-label=\"Flagged messages by verdict\">\n";
  double x = 0;
  for (const auto& [verdict, style] : kKinds) {
    const std::uint64_t count = summary.by_class.at(static_cast<std::size_t>(verdict));
    if (count == 0) continue;
    const double width = 1000 * static_cast<double>(count) / static_cast<double>(summary.flagged);
    html += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" width=\"{:.1f}\" height=\"12\">", style, x,
                        width);
    html += fmt::format("<title>{} {}</title></rect>\n", GroupDigits(count),
                        detection::DispositionName(verdict));
    x += width;
  }
  return html + "</svg>\n";
}

struct Bar {
  std::string label;  // HTML
  std::uint64_t count;
};

std::string Chart(std::string_view title, const std::vector<Bar>& bars, std::string_view rest) {
  if (bars.empty()) return {};
  std::uint64_t most = 1;
  for (const Bar& bar : bars) most = std::max(most, bar.count);
  std::string html = fmt::format("<section class=\"chart\">\n<h2>{}</h2>\n<ol>\n", title);
  for (const Bar& bar : bars) {
    const double share = 100 * static_cast<double>(bar.count) / static_cast<double>(most);
    html += fmt::format(
        "<li><span class=\"label\">{}</span><span class=\"count\">{}</span>"
        "<span class=\"bar\"><i style=\"width:{:.1f}%\"></i></span></li>\n",
        bar.label, GroupDigits(bar.count), share);
  }
  html += "</ol>\n";
  if (!rest.empty()) html += fmt::format("<p class=\"rest\">{}</p>\n", rest);
  return html + "</section>\n";
}

std::string TallyChart(std::string_view title, const Tally& tally) {
  std::vector<Bar> bars;
  std::uint64_t shown = 0;
  for (const Tally::Row& row : tally.Top(kBars)) {
    bars.push_back({Shown(row.text, 80), row.count});
    shown += row.count;
  }
  std::string rest;
  if (shown < tally.total()) {
    rest = fmt::format("{} others in {} messages", GroupDigits(tally.size() - bars.size()),
                       GroupDigits(tally.total() - shown));
  }
  return Chart(title, bars, rest);
}

std::string ReasonChart(const ScanSummary& summary) {
  std::vector<Bar> bars;
  for (const ReasonCount& row : ReasonsByCount(summary)) {
    bars.push_back({std::string(ReasonPhrase(row.reason)), row.count});
  }
  return Chart("By which trick", bars, {});
}

std::string Messages(const ScanSummary& summary, const std::vector<std::string>& messages) {
  if (messages.empty()) return "<p class=\"calm\">Nothing was flagged.</p>\n";
  std::string html = "<section class=\"messages\">\n<h2>Flagged messages</h2>\n";
  for (const std::string& message : messages) html += message;
  if (summary.flagged > messages.size()) {
    html +=
        fmt::format("<p class=\"rest\">The first {} are shown, {} more were flagged.</p>\n",
                    GroupDigits(messages.size()), GroupDigits(summary.flagged - messages.size()));
  }
  return html + "</section>\n";
}

}  // namespace

std::string MessageHtml(std::string_view source, const mail::SenderClaims& claims,
                        const detection::Verdict& verdict) {
  std::string html = fmt::format(
      "<article class=\"{}\">\n<header><span class=\"verdict\">{}</span> <bdi "
      "class=\"from\">{}</bdi>"
      "</header>\n<ul>\n",
      StyleOf(verdict.verdict_class), detection::DispositionName(verdict.verdict_class),
      claims.from.empty() ? "(no From field)" : Shown(claims.from));
  const std::size_t shown = std::min(verdict.evidence.size(), kMaxSentences);
  for (const detection::Evidence& evidence : std::span(verdict.evidence).first(shown)) {
    // The sentence was made safe when it was written; escaping twice would show the escapes.
    html += fmt::format("<li{}>{} <code>{}</code></li>\n",
                        evidence.strength == detection::Strength::kWeak ? " class=\"weak\"" : "",
                        EscapeMarkup(evidence.detail), detection::ReasonName(evidence.reason));
  }
  if (shown < verdict.evidence.size()) {
    html += fmt::format("<li class=\"weak\">and {} more</li>\n", verdict.evidence.size() - shown);
  }
  return html + fmt::format("</ul>\n<footer><bdi>{}</bdi></footer>\n</article>\n",
                            Shown(source, kMaxSourceCodePoints));
}

std::string ReportHtml(const ScanSummary& summary, const std::vector<std::string>& messages,
                       std::string_view sources) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
      Headline(summary), kHtmlStyle);
  html += fmt::format(
      "<header class=\"page\"><p class=\"name\">Namesake</p>\n<h1>{}</h1>\n"
      "<p class=\"sources\"><bdi>{}</bdi></p></header>\n",
      Headline(summary), Shown(sources, kMaxSourceCodePoints));
  html += Figures(summary);
  if (summary.flagged > 0) {
    html += Shares(summary);
    html += "<div class=\"charts\">\n";
    html += TallyChart("Who is impersonated", summary.impersonated);
    html += TallyChart("From which domains", summary.domains);
    html += ReasonChart(summary);
    html += "</div>\n";
  }
  html += Messages(summary, messages);
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace namesake::report
