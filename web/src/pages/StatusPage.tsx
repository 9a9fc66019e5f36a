// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { FaultBanner } from '../components/FaultBanner';
import { Loading } from '../components/Loading';
import { PageTitle } from '../components/PageTitle';
import { sum } from '../status/metrics';
import { Nodes } from '../status/Nodes';
import { useStatus, type Status } from '../status/queries';
import { texts } from '../texts';

const t = texts.status;

// Figures of one metric each, as docs/operations.md explains them.
const FIGURES = [
  ['namesake_feed_behind_seconds', t.behind],
  ['namesake_snapshots', t.accounts],
  ['namesake_snapshot_bytes', t.memory],
  ['namesake_records_waiting', t.waiting],
  ['namesake_records_dropped_total', t.dropped],
] as const;

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <LayerCard className="flex flex-col gap-1 p-5">
      <dt className="text-sm text-kumo-subtle">{label}</dt>
      <dd className="text-xl font-semibold">{value}</dd>
    </LayerCard>
  );
}

const versionOf = ({ metrics }: Status) =>
  /version="([^"]*)"/.exec(metrics.get('namesake_build_info')?.[0]?.labels ?? '')?.[1];

function StatusView({ status }: { status: Status }) {
  const { metrics, ready, requestsPerSecond } = status;
  const storeUp = sum(metrics, 'namesake_store_up') === 1;
  return (
    <>
      <p role="status" className="mb-4 flex flex-wrap gap-2">
        <Badge variant={ready ? 'success' : 'error'}>{ready ? t.ready : t.notReady}</Badge>
        <Badge variant={storeUp ? 'success' : 'error'}>{storeUp ? t.storeUp : t.storeAway}</Badge>
      </p>
      <dl className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Figure label={t.version} value={versionOf(status) ?? t.unknown} />
        <Figure
          label={t.requests}
          value={requestsPerSecond === undefined ? t.measuring : t.rate(requestsPerSecond)}
        />
        {FIGURES.map(([name, { label, show }]) => {
          const value = sum(metrics, name);
          return <Figure key={name} label={label} value={value === undefined ? t.unknown : show(value)} />;
        })}
      </dl>
    </>
  );
}

export default function StatusPage() {
  const query = useStatus();
  return (
    <>
      <PageTitle title={t.title} intro={t.intro} />
      {query.isPending && <Loading />}
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <StatusView status={query.data} />}
      <Nodes />
    </>
  );
}
