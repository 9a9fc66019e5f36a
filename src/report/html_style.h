// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace namesake::report {

// The style sheet of the HTML report. Colours have 4.5:1 against their ground, in light and dark.
inline constexpr std::string_view kHtmlStyle = R"css(:root {
  --ground: #f6f5f2; --card: #ffffff; --line: #e3e0d9; --text: #1d1c1a; --quiet: #66625a;
  --bec: #b3261e; --spoof: #a04a00; --suspicious: #7a5c00; --bar: #3d5a80; --track: #ece9e2;
  --bec-fill: #d64237; --spoof-fill: #ef8f35; --suspicious-fill: #e8c441;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161513; --card: #1f1e1b; --line: #35332e; --text: #ece9e2; --quiet: #a39e93;
    --bec: #ff8a80; --spoof: #ffb077; --suspicious: #e6c65c; --bar: #8fb3dd; --track: #2c2a26;
    --bec-fill: #e8685e; --spoof-fill: #f0a05a; --suspicious-fill: #dcc15a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", Cantarell, sans-serif;
}
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
.page .name { margin: 0; color: var(--quiet); font-weight: 600; letter-spacing: .04em; }
h1 { margin: .2rem 0 0; font-size: 2rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 0 0 .8rem; font-size: 1.05rem; }
.sources { margin: .4rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(5, 1fr); gap: .8rem; margin: 2rem 0 .8rem; }
.figure {
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem;
}
.figure b { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figure span { color: var(--quiet); font-size: .85rem; }
.figure.bec b { color: var(--bec); }
.figure.spoof b { color: var(--spoof); }
.figure.suspicious b { color: var(--suspicious); }
.shares { display: block; width: 100%; height: 12px; border-radius: 6px; margin: 0 0 2rem; }
.shares .bec { fill: var(--bec-fill); }
.shares .spoof { fill: var(--spoof-fill); }
.shares .suspicious { fill: var(--suspicious-fill); }
.charts { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; margin-bottom: 2.5rem; }
.chart {
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1.1rem 1.2rem; min-width: 0;
}
.chart ol { list-style: none; margin: 0; padding: 0; }
.chart li { display: grid; grid-template-columns: 1fr auto; gap: 0 .8rem; margin-bottom: .65rem; }
.chart .label { min-width: 0; overflow-wrap: anywhere; font-size: .92rem; line-height: 1.35; }
.chart .count { font-variant-numeric: tabular-nums; font-weight: 600; }
.chart .bar {
  grid-column: 1 / -1; height: 6px; margin-top: .25rem; border-radius: 3px; background: var(--track);
}
.chart .bar i { display: block; height: 100%; min-width: 3px; border-radius: 3px; background: var(--bar); }
.rest { margin: .4rem 0 0; color: var(--quiet); font-size: .9rem; }
.calm { margin: 2rem 0; color: var(--quiet); }
article {
  background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--quiet);
  border-radius: .4rem; padding: .8rem 1.1rem; margin-bottom: .7rem; break-inside: avoid;
}
article.bec { border-left-color: var(--bec-fill); }
article.spoof { border-left-color: var(--spoof-fill); }
article.suspicious { border-left-color: var(--suspicious-fill); }
article header { display: flex; flex-wrap: wrap; gap: .1rem .8rem; align-items: baseline; }
.verdict { font-size: .78rem; font-weight: 700; letter-spacing: .03em; }
article.bec .verdict { color: var(--bec); }
article.spoof .verdict { color: var(--spoof); }
article.suspicious .verdict { color: var(--suspicious); }
.from { font-weight: 600; overflow-wrap: anywhere; }
article ul { margin: .35rem 0; padding-left: 1.1rem; overflow-wrap: anywhere; }
article li.weak { color: var(--quiet); }
code {
  font: .8rem/1 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; color: var(--quiet);
  white-space: nowrap;
}
article footer {
  color: var(--quiet); overflow-wrap: anywhere;
  font: .8rem/1.4 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace;
}
@media (max-width: 54rem) {
  .charts { grid-template-columns: 1fr; }
  .figures { grid-template-columns: repeat(2, 1fr); }
  .figure.all { grid-column: 1 / -1; }
}
@media print {
  body { background: none; font-size: 11pt; }
  main { max-width: none; padding: 0; }
}
)css";

}  // namespace namesake::report
