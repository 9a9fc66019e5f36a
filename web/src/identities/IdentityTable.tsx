// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { Table } from '@cloudflare/kumo/components/table';
import { ArrowDownIcon, ArrowUpIcon } from '@phosphor-icons/react';
import type { Identity } from '../api/types';
import { Hostile } from '../components/Hostile';
import { showDay } from '../dates';
import { texts } from '../texts';
import type { IdentityList, Order } from './queries';

const t = texts.identities;

interface SortHeadProps {
  order: Order;
  label: string;
  list: IdentityList;
  onSort: (order: Order, direction: IdentityList['direction']) => void;
}

function SortHead({ order, label, list, onSort }: SortHeadProps) {
  const sorted = list.order === order;
  const ascending = sorted && list.direction === 'asc';
  const Arrow = ascending ? ArrowUpIcon : ArrowDownIcon;
  return (
    <Table.Head aria-sort={sorted ? (ascending ? 'ascending' : 'descending') : 'none'}>
      <button
        type="button"
        className="flex items-center gap-1 font-semibold"
        title={t.sortBy(label)}
        onClick={() => onSort(order, ascending ? 'desc' : 'asc')}
      >
        {label}
        {sorted && <Arrow size={14} aria-hidden />}
      </button>
    </Table.Head>
  );
}

interface IdentityTableProps {
  identities: Identity[];
  list: IdentityList;
  onSort: SortHeadProps['onSort'];
}

export function IdentityTable({ identities, list, onSort }: IdentityTableProps) {
  return (
    <Table>
      <Table.Header>
        <Table.Row>
          <SortHead order="name" label={t.name} list={list} onSort={onSort} />
          <SortHead order="email" label={t.email} list={list} onSort={onSort} />
          <Table.Head>{t.comments}</Table.Head>
          <Table.Head>{t.provenance}</Table.Head>
          <SortHead order="created_at" label={t.created} list={list} onSort={onSort} />
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {identities.map((identity) => (
          <Table.Row key={identity.id}>
            <Table.Cell>
              <Hostile text={identity.name} />
            </Table.Cell>
            <Table.Cell>
              <Hostile text={identity.email} /> {identity.is_email_regex && <Badge>{t.pattern}</Badge>}
            </Table.Cell>
            <Table.Cell>
              <Hostile text={identity.comments ?? ''} />
            </Table.Cell>
            <Table.Cell>{t.provenances[identity.provenance ?? 'A1S_INTERNAL']}</Table.Cell>
            <Table.Cell>{showDay(identity.created_at)}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
