// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { Button } from '@cloudflare/kumo/components/button';
import { Table } from '@cloudflare/kumo/components/table';
import { TrashIcon } from '@phosphor-icons/react';
import { ALLOWANCES, type Policy } from '../api/types';
import { Hostile } from '../components/Hostile';
import { showDay } from '../dates';
import { texts } from '../texts';

const t = texts.settings;

function meaningOf(policy: Policy): string {
  const allowed = ALLOWANCES.filter((name) => policy[name]).map((name) => t.allowances[name]);
  return [...allowed, ...(policy.verify_sender ? [t.verified] : [])].join(', ');
}

interface PolicyTableProps {
  policies: Policy[];
  onRemove?: (policy: Policy) => void;
}

export function PolicyTable({ policies, onRemove }: PolicyTableProps) {
  return (
    <Table>
      <Table.Header>
        <Table.Row>
          <Table.Head>{t.pattern}</Table.Head>
          <Table.Head>{t.meaning}</Table.Head>
          <Table.Head>{t.comments}</Table.Head>
          <Table.Head>{t.added}</Table.Head>
          {onRemove && (
            <Table.Head>
              <span className="sr-only">{t.remove}</span>
            </Table.Head>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {policies.map((policy) => (
          <Table.Row key={policy.id}>
            <Table.Cell className="min-w-48">
              <span className="flex flex-wrap gap-x-2">
                <Hostile text={policy.pattern} />
                {policy.is_regex && <Badge variant="outline">{texts.identities.pattern}</Badge>}
              </span>
            </Table.Cell>
            <Table.Cell>{meaningOf(policy)}</Table.Cell>
            <Table.Cell>
              <Hostile text={policy.comments ?? ''} />
            </Table.Cell>
            <Table.Cell className="whitespace-nowrap">{showDay(policy.created_at)}</Table.Cell>
            {onRemove && (
              <Table.Cell>
                <Button
                  variant="ghost"
                  size="sm"
                  shape="square"
                  icon={TrashIcon}
                  aria-label={t.removeOf(policy.pattern)}
                  onClick={() => onRemove(policy)}
                />
              </Table.Cell>
            )}
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
