// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { Button } from '@cloudflare/kumo/components/button';
import { Table } from '@cloudflare/kumo/components/table';
import { TrashIcon } from '@phosphor-icons/react';
import type { Token } from '../api/types';
import { Hostile } from '../components/Hostile';
import { showDay } from '../dates';
import { texts } from '../texts';

const t = texts.settings.tokens;
const LOOKS = { active: 'success', expired: 'outline', disabled: 'outline' } as const;

interface TokenTableProps {
  tokens: Token[];
  own?: string; // the id of the token that one uses
  onRevoke?: (token: Token) => void;
}

export function TokenTable({ tokens, own, onRevoke }: TokenTableProps) {
  return (
    <Table>
      <Table.Header>
        <Table.Row>
          <Table.Head>{t.name}</Table.Head>
          <Table.Head>{t.permission}</Table.Head>
          <Table.Head>{t.status}</Table.Head>
          <Table.Head>{t.issued}</Table.Head>
          <Table.Head>{t.expires}</Table.Head>
          {onRevoke && (
            <Table.Head>
              <span className="sr-only">{t.revoke}</span>
            </Table.Head>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {tokens.map((token) => (
          <Table.Row key={token.id}>
            <Table.Cell className="min-w-40">
              <span className="flex flex-wrap items-center gap-x-2">
                <Hostile text={token.name || t.unnamed} />
                {token.kind === 'api_key' && <Hostile text={t.apiKey(token.email ?? '')} className="text-kumo-subtle" />}
                {token.id === own && <Badge variant="outline">{t.own}</Badge>}
              </span>
            </Table.Cell>
            <Table.Cell className="min-w-32">{t.permissions[token.permission]}</Table.Cell>
            <Table.Cell>
              <Badge variant={LOOKS[token.status]}>{t.statuses[token.status]}</Badge>
            </Table.Cell>
            <Table.Cell className="whitespace-nowrap">{showDay(token.issued_on)}</Table.Cell>
            <Table.Cell className="whitespace-nowrap">
              {token.expires_on ? showDay(token.expires_on) : t.never}
            </Table.Cell>
            {onRevoke && (
              <Table.Cell>
                {token.status !== 'disabled' && (
                  <Button
                    variant="ghost"
                    size="sm"
                    shape="square"
                    icon={TrashIcon}
                    aria-label={t.revokeOf(token.name || t.unnamed)}
                    onClick={() => onRevoke(token)}
                  />
                )}
              </Table.Cell>
            )}
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
