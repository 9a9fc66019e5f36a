// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { Button } from '@cloudflare/kumo/components/button';
import { Table } from '@cloudflare/kumo/components/table';
import { ArrowDownIcon, ArrowUpIcon, PencilSimpleIcon } from '@phosphor-icons/react';
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

// What may be done with the rows; absent for a reader who may not write.
export interface Editing {
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onEdit: (identity: Identity) => void;
}

interface IdentityRowProps {
  identity: Identity;
  editing?: Editing;
}

function IdentityRow({ identity, editing }: IdentityRowProps) {
  const toggle = ({ selected, onSelect }: Editing) => {
    const next = new Set(selected);
    if (!next.delete(identity.id)) next.add(identity.id);
    onSelect(next);
  };
  return (
    <Table.Row variant={editing?.selected.has(identity.id) ? 'selected' : 'default'}>
      {editing && (
        <Table.CheckCell
          checked={editing.selected.has(identity.id)}
          onCheckedChange={() => toggle(editing)}
          label={t.select(identity.name)}
        />
      )}
      <Table.Cell className="min-w-32">
        <Hostile text={identity.name} />
      </Table.Cell>
      <Table.Cell className="min-w-48">
        <span className="flex flex-wrap gap-x-2">
          <Hostile text={identity.email} />
          {identity.is_email_regex && <Badge variant="outline">{t.pattern}</Badge>}
        </span>
      </Table.Cell>
      <Table.Cell>
        <Hostile text={identity.comments ?? ''} />
      </Table.Cell>
      <Table.Cell>{t.provenances[identity.provenance ?? 'A1S_INTERNAL']}</Table.Cell>
      <Table.Cell className="whitespace-nowrap">{showDay(identity.created_at)}</Table.Cell>
      {editing && (
        <Table.Cell>
          <Button
            variant="ghost"
            size="sm"
            shape="square"
            icon={PencilSimpleIcon}
            aria-label={t.editOf(identity.name)}
            onClick={() => editing.onEdit(identity)}
          />
        </Table.Cell>
      )}
    </Table.Row>
  );
}

interface IdentityTableProps {
  identities: Identity[];
  list: IdentityList;
  onSort: SortHeadProps['onSort'];
  editing?: Editing;
}

export function IdentityTable({ identities, list, onSort, editing }: IdentityTableProps) {
  const all = editing !== undefined && identities.every(({ id }) => editing.selected.has(id));
  return (
    <Table>
      <Table.Header>
        <Table.Row>
          {editing && (
            <Table.CheckHead
              checked={all}
              indeterminate={!all && editing.selected.size > 0}
              onCheckedChange={() => editing.onSelect(new Set(all ? [] : identities.map(({ id }) => id)))}
              label={t.selectAll}
            />
          )}
          <SortHead order="name" label={t.name} list={list} onSort={onSort} />
          <SortHead order="email" label={t.email} list={list} onSort={onSort} />
          <Table.Head>{t.comments}</Table.Head>
          <Table.Head>{t.provenance}</Table.Head>
          <SortHead order="created_at" label={t.created} list={list} onSort={onSort} />
          {editing && (
            <Table.Head>
              <span className="sr-only">{t.edit}</span>
            </Table.Head>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {identities.map((identity) => (
          <IdentityRow key={identity.id} identity={identity} editing={editing} />
        ))}
      </Table.Body>
    </Table>
  );
}
