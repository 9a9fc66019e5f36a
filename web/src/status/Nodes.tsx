// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { Empty } from '@cloudflare/kumo/components/empty';
import { Table } from '@cloudflare/kumo/components/table';
import type { Node } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { Loading } from '../components/Loading';
import { TableCard } from '../components/TableCard';
import { showMoment } from '../dates';
import { texts } from '../texts';
import { useNodes } from './queries';

const t = texts.status.nodes;

function NodeRow({ node }: { node: Node }) {
  return (
    <Table.Row>
      <Table.Cell className="min-w-40">
        <Hostile text={node.host} />
      </Table.Cell>
      <Table.Cell className="whitespace-nowrap">
        {t.programs[node.program]} <span className="text-kumo-subtle">{node.version}</span>
      </Table.Cell>
      <Table.Cell className="whitespace-nowrap">
        <Badge variant={node.alive ? 'success' : 'error'}>{node.alive ? t.alive : t.silent}</Badge>
        {!node.alive && <div className="text-sm text-kumo-subtle">{t.since(showMoment(node.seen_at))}</div>}
      </Table.Cell>
      <Table.Cell className="whitespace-nowrap">{texts.status.seconds(node.behind_seconds)}</Table.Cell>
      <Table.Cell className="whitespace-nowrap">{texts.status.tenths(node.messages_per_second)}</Table.Cell>
      <Table.Cell>{texts.number(node.messages)}</Table.Cell>
      <Table.Cell className="whitespace-nowrap">{showMoment(node.started_at)}</Table.Cell>
    </Table.Row>
  );
}

// Every program that works on this store, on whatever machine.
export function Nodes() {
  const query = useNodes();
  return (
    <section className="mt-8">
      <h2 className="text-lg font-semibold">{t.title}</h2>
      <p className="mt-1 mb-4 text-kumo-subtle">{t.intro}</p>
      {query.isPending && <Loading />}
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && <Empty title={t.none.title} description={t.none.help} />}
      {query.data && query.data.length > 0 && (
        <TableCard label={t.title}>
          <Table>
            <Table.Header>
              <Table.Row>
                <Table.Head>{t.host}</Table.Head>
                <Table.Head>{t.program}</Table.Head>
                <Table.Head>{t.state}</Table.Head>
                <Table.Head>{t.behind}</Table.Head>
                <Table.Head>{t.rate}</Table.Head>
                <Table.Head>{t.messages}</Table.Head>
                <Table.Head>{t.started}</Table.Head>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {query.data.map((node) => (
                <NodeRow key={node.id} node={node} />
              ))}
            </Table.Body>
          </Table>
        </TableCard>
      )}
    </section>
  );
}
