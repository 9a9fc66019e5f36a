// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { Table } from '@cloudflare/kumo/components/table';
import { Link } from 'wouter';
import type { Message } from '../api/types';
import { Hostile } from '../components/Hostile';
import { showMoment } from '../dates';
import { texts } from '../texts';
import { DispositionBadge } from '../verdict/DispositionBadge';
import { HonestButton } from './HonestButton';

const t = texts.mail;

interface MailTableProps {
  messages: Message[];
  mayWrite: boolean;
}

export function MailTable({ messages, mayWrite }: MailTableProps) {
  return (
    <Table>
      <Table.Header>
        <Table.Row>
          <Table.Head>{t.subject}</Table.Head>
          <Table.Head>{t.from}</Table.Head>
          <Table.Head>{t.impersonates}</Table.Head>
          <Table.Head>{t.verdict}</Table.Head>
          <Table.Head>{t.seen}</Table.Head>
          {mayWrite && (
            <Table.Head>
              <span className="sr-only">{t.honest}</span>
            </Table.Head>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {messages.map((message) => (
          <Table.Row key={message.id}>
            <Table.Cell className="min-w-40">
              <Link href={`/mail/${encodeURIComponent(message.id)}`} className="text-kumo-link underline">
                <Hostile text={message.subject ?? t.noSubject} />
              </Link>
            </Table.Cell>
            <Table.Cell className="min-w-48">
              <Hostile text={message.from_name ?? ''} />{' '}
              <Hostile text={message.from ?? ''} className="text-kumo-subtle" />
            </Table.Cell>
            <Table.Cell className="min-w-32">
              <Hostile text={message.findings.find(({ entry }) => entry)?.entry?.name ?? ''} />
            </Table.Cell>
            <Table.Cell>
              <span className="flex flex-wrap gap-1">
                <DispositionBadge disposition={message.final_disposition} />
                {message.is_quarantined && <Badge variant="outline">{t.held}</Badge>}
              </span>
            </Table.Cell>
            <Table.Cell className="whitespace-nowrap">
              <time dateTime={message.scanned_at}>{showMoment(message.scanned_at)}</time>
            </Table.Cell>
            {mayWrite && (
              <Table.Cell>
                <HonestButton message={message} small />
              </Table.Cell>
            )}
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
