// SPDX-License-Identifier: Apache-2.0
import { Collapsible } from '@cloudflare/kumo/components/collapsible';
import { Table } from '@cloudflare/kumo/components/table';
import { Link } from 'wouter';
import type { Interval } from '../api/types';
import { texts } from '../texts';
import { FLAGGED } from '../verdict/dispositions';
import { showInterval, type Length } from './intervals';

const t = texts.mail.timeline;

interface TimelineTableProps {
  timeline: Interval[];
  length: Length;
  placeOf: (interval: Interval) => string;
}

// The chart in words and numbers.
export function TimelineTable({ timeline, length, placeOf }: TimelineTableProps) {
  const busy = timeline.filter(({ flagged }) => flagged > 0);
  return (
    <Collapsible.Root>
      <Collapsible.DefaultTrigger className="text-sm">{t.asTable}</Collapsible.DefaultTrigger>
      <Collapsible.Panel className="mt-2 max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={t.title}>
        <Table>
          <Table.Header>
            <Table.Row>
              <Table.Head>{t.when}</Table.Head>
              {FLAGGED.map((disposition) => (
                <Table.Head key={disposition}>{texts.verdict.dispositions[disposition].name}</Table.Head>
              ))}
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {busy.map((interval) => (
              <Table.Row key={interval.start}>
                <Table.Cell className="whitespace-nowrap">
                  <Link href={placeOf(interval)} className="text-kumo-link underline">
                    {showInterval(interval.start, length)}
                  </Link>
                </Table.Cell>
                {FLAGGED.map((disposition) => (
                  <Table.Cell key={disposition}>{texts.number(interval.dispositions[disposition] ?? 0)}</Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}
