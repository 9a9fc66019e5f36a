// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import type { Interval } from '../api/types';
import { texts } from '../texts';
import { FLAGGED } from '../verdict/dispositions';
import { showInterval, type Length } from './intervals';

const t = texts.mail.timeline;
const HEIGHT = 100; // of the drawing, in its own units: it is stretched over the room there is
const GAP = 0.1; // of the width of an interval, on each side of its bar

const FILLS = {
  'MALICIOUS-BEC': 'fill-chart-impersonation bg-chart-impersonation',
  SPOOF: 'fill-chart-spoof bg-chart-spoof',
  SUSPICIOUS: 'fill-chart-suspicious bg-chart-suspicious',
} as const;

function Bar({ interval, most }: { interval: Interval; most: number }) {
  let top = HEIGHT;
  return FLAGGED.map((disposition) => {
    const height = ((interval.dispositions[disposition] ?? 0) / most) * HEIGHT;
    top -= height;
    return <rect key={disposition} x={GAP} y={top} width={1 - 2 * GAP} height={height} className={FILLS[disposition]} />;
  });
}

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-4 text-sm text-kumo-subtle">
      {FLAGGED.map((disposition) => (
        <li key={disposition} className="flex items-center gap-2">
          <span className={`size-3 rounded-sm ${FILLS[disposition]}`} aria-hidden />
          {texts.verdict.dispositions[disposition].name}
        </li>
      ))}
    </ul>
  );
}

interface TimelineProps {
  timeline: Interval[];
  length: Length;
  onChoose: (interval: Interval) => void;
}

// How much was flagged when, as bars. Kumo's chart draws with echarts, with which the console would
// take more than the 350 KiB that it may. What is drawn here stands beside it as a table, with links:
// who cannot see or point at a bar misses nothing.
export function Timeline({ timeline, length, onChoose }: TimelineProps) {
  const [pointed, setPointed] = useState<Interval | null>(null);
  const most = Math.max(1, ...timeline.map(({ flagged }) => flagged));
  const first = timeline[0];
  const last = timeline[timeline.length - 1];
  return (
    <figure className="flex flex-col gap-2" aria-label={t.title}>
      <figcaption className="flex flex-wrap justify-between gap-x-4 gap-y-1">
        <Legend />
        <span className="text-sm text-kumo-subtle">
          {pointed ? t.flagged(showInterval(pointed.start, length), pointed.flagged) : t.most[length](most)}
        </span>
      </figcaption>
      <svg
        aria-hidden
        viewBox={`0 0 ${timeline.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-32 w-full border-b border-kumo-line"
        onPointerLeave={() => setPointed(null)}
      >
        {timeline.map((interval, at) => (
          <g
            key={interval.start}
            transform={`translate(${at} 0)`}
            className="cursor-pointer"
            onPointerEnter={() => setPointed(interval)}
            onClick={() => onChoose(interval)}
          >
            <rect width={1} height={HEIGHT} className={interval === pointed ? 'fill-kumo-tint' : 'fill-transparent'} />
            <Bar interval={interval} most={most} />
          </g>
        ))}
      </svg>
      {first && last && (
        <div aria-hidden className="flex justify-between text-xs text-kumo-subtle">
          <span>{showInterval(first.start, length)}</span>
          <span>{showInterval(last.start, length)}</span>
        </div>
      )}
    </figure>
  );
}
