// SPDX-License-Identifier: Apache-2.0
import { Collapsible } from '@cloudflare/kumo/components/collapsible';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { useState } from 'react';
import type { Interval, MailTotals } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Loading } from '../components/Loading';
import { goTo } from '../place';
import { texts } from '../texts';
import { reasonName } from '../verdict/reasons';
import { within } from './intervals';
import { changed, filterOf, placeOf, type MailList } from './list';
import { useTotals } from './queries';
import { Timeline } from './Timeline';
import { TimelineTable } from './TimelineTable';
import { TopList } from './TopList';

const t = texts.mail.overview;
const WIDE = matchMedia('(min-width: 48rem)'); // on a phone the list is what one comes for

interface TotalsProps {
  totals: MailTotals;
  list: MailList;
}

function Totals({ totals, list }: TotalsProps) {
  const { timeline, interval: length, identities, reasons, sender_domains } = totals;
  const place = (change: Partial<MailList>) => placeOf(changed(list, change));
  const placeOfInterval = ({ start }: Interval) => place(within(start, length));
  return (
    <div className="flex flex-col gap-6">
      {!totals.complete && <p role="status">{t.incomplete}</p>}
      <Timeline timeline={timeline} length={length} onChoose={(interval) => goTo(placeOfInterval(interval))} />
      <TimelineTable timeline={timeline} length={length} placeOf={placeOfInterval} />
      <div className="grid gap-6 md:grid-cols-3">
        <TopList
          title={t.people}
          items={identities.map(({ id, name, count }) => ({ label: name, count, place: place({ entry_id: id }) }))}
        />
        <TopList
          title={t.tricks}
          items={reasons.map(({ reason, count }) => ({ label: reasonName(reason), count, place: place({ reason }) }))}
        />
        <TopList
          title={t.domains}
          items={sender_domains.map(({ domain, count }) => ({ label: domain, count, place: place({ sender: domain }) }))}
        />
      </div>
    </div>
  );
}

// When mail was flagged, in whose name, how and from where; each leads to the messages.
export function Overview({ list }: { list: MailList }) {
  const query = useTotals(filterOf(list));
  const [open, setOpen] = useState(WIDE.matches);
  if (query.data?.flagged === 0) return null; // the empty list says so
  return (
    <LayerCard className="mb-4 p-5">
      <Collapsible.Root open={open} onOpenChange={setOpen}>
        <h2>
          <Collapsible.DefaultTrigger>
            {query.data ? t.flagged(query.data.flagged) : t.title}
          </Collapsible.DefaultTrigger>
        </h2>
        <Collapsible.Panel className="mt-4">
          {query.isPending && <Loading />}
          {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
          {query.data && <Totals totals={query.data} list={list} />}
        </Collapsible.Panel>
      </Collapsible.Root>
    </LayerCard>
  );
}
