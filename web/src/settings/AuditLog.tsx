// SPDX-License-Identifier: Apache-2.0
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { Loader } from '@cloudflare/kumo/components/loader';
import { Pagination } from '@cloudflare/kumo/components/pagination';
import { Table } from '@cloudflare/kumo/components/table';
import { useState } from 'react';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { showMoment } from '../dates';
import { texts } from '../texts';
import { useAuditLog } from './queries';

const t = texts.settings.audit;

// Who changed what, newest first.
export function AuditLog() {
  const [page, setPage] = useState(1);
  const query = useAuditLog(page);
  if (query.error) return <FaultBanner error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Loader />;
  return (
    <>
      <LayerCard className="overflow-x-auto p-0">
        <Table>
          <Table.Header>
            <Table.Row>
              <Table.Head>{t.when}</Table.Head>
              <Table.Head>{t.action}</Table.Head>
              <Table.Head>{t.resource}</Table.Head>
              <Table.Head>{t.actor}</Table.Head>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {query.data.records.map((record) => (
              <Table.Row key={record.id}>
                <Table.Cell className="whitespace-nowrap">
                  <time dateTime={record.when}>{showMoment(record.when)}</time>
                </Table.Cell>
                <Table.Cell>{record.action.type}</Table.Cell>
                <Table.Cell className="min-w-40">
                  <Hostile text={record.resource.id} />
                </Table.Cell>
                <Table.Cell className="min-w-40">
                  {record.interface} <Hostile text={record.actor.id} className="text-kumo-subtle" />
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </LayerCard>
      <Pagination
        className="mt-4"
        controls="simple"
        page={page}
        setPage={setPage}
        hasNextPage={query.data.more}
        text={() => t.page(page)}
      />
    </>
  );
}
