// SPDX-License-Identifier: Apache-2.0
import { Link } from 'wouter';
import { Hostile } from '../components/Hostile';
import { texts } from '../texts';

export interface TopItem {
  label: string;
  count: number;
  place: string; // the list with these messages alone
}

interface TopListProps {
  title: string;
  items: TopItem[];
}

// What there is most of, each with a link to its messages.
export function TopList({ title, items }: TopListProps) {
  const most = items[0]?.count ?? 1;
  return (
    <section className="min-w-0">
      <h3 className="mb-2 text-sm text-kumo-subtle">{title}</h3>
      <ol className="flex flex-col gap-2">
        {items.map(({ label, count, place }) => (
          <li key={place}>
            <div className="flex justify-between gap-4">
              <Link href={place} className="min-w-0 text-kumo-link underline">
                <Hostile text={label} />
              </Link>
              <span className="tabular-nums">{texts.number(count)}</span>
            </div>
            <div className="mt-1 h-1 rounded-full bg-kumo-fill" aria-hidden>
              <div className="h-1 rounded-full bg-chart-share" style={{ width: `${(100 * count) / most}%` }} />
            </div>
          </li>
        ))}
      </ol>
      {items.length === 0 && <p className="text-kumo-subtle">{texts.mail.overview.nobody}</p>}
    </section>
  );
}
