// SPDX-License-Identifier: Apache-2.0
import { Empty } from '@cloudflare/kumo/components/empty';
import { Pagination } from '@cloudflare/kumo/components/pagination';
import { Table } from '@cloudflare/kumo/components/table';
import { useState } from 'react';
import type { AuditRecord } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { Loading } from '../components/Loading';
import { TableCard } from '../components/TableCard';
import { showMoment } from '../dates';
import { texts } from '../texts';
import { Changes } from './Changes';
import { useAuditLog } from './queries';
import { useTokens } from './tokens';

const t = texts.settings.audit;

const actionName = (type: string) => (t.actions as Record<string, string>)[type] ?? type;

// What it was done to, by the name that people know.
function subjectOf({ newValueJson, oldValueJson, resource }: AuditRecord): string {
  const value = newValueJson ?? oldValueJson;
  return String(value?.name || value?.pattern || resource.id);
}

function AuditRow({ record, actor }: { record: AuditRecord; actor: string }) {
  return (
    <Table.Row>
      <Table.Cell className="whitespace-nowrap">
        <time dateTime={record.when}>{showMoment(record.when)}</time>
      </Table.Cell>
      <Table.Cell className="min-w-32">{actionName(record.action.type)}</Table.Cell>
      <Table.Cell className="min-w-48">
        <Hostile text={subjectOf(record)} />
        <Changes record={record} />
      </Table.Cell>
      <Table.Cell className="min-w-40">
        {t.interfaces[record.interface]} <Hostile text={actor} className="text-kumo-subtle" />
      </Table.Cell>
    </Table.Row>
  );
}

// Who changed what, newest first.
export function AuditLog() {
  const [page, setPage] = useState(1);
  const query = useAuditLog(page);
  const tokens = useTokens(1);
  const names = new Map(tokens.data?.result.map(({ id, name }) => [id, name]));
  if (query.error) return <FaultBanner error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Loading />;
  if (page === 1 && query.data.records.length === 0) return <Empty title={t.none} />;
  return (
    <>
      <TableCard label={t.title}>
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
              <AuditRow key={record.id} record={record} actor={names.get(record.actor.id) || record.actor.id} />
            ))}
          </Table.Body>
        </Table>
      </TableCard>
      <Pagination
        className="mt-4"
        controls="simple"
        page={page}
        setPage={setPage}
        hasNextPage={query.data.more}
        labels={texts.pages.labels}
        text={() => t.page(page)}
      />
    </>
  );
}
