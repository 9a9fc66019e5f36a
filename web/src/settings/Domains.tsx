// SPDX-License-Identifier: Apache-2.0
import { ClipboardText } from '@cloudflare/kumo/components/clipboard-text';
import { Empty } from '@cloudflare/kumo/components/empty';
import { Table } from '@cloudflare/kumo/components/table';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { Loading } from '../components/Loading';
import { TableCard } from '../components/TableCard';
import { showDay } from '../dates';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { useDomains } from './queries';

const t = texts.settings.domains;

// The domains that are the account's. Whose a domain is decides whoever runs the installation: with a
// token alone a customer could claim another's mail.
export function Domains() {
  const { account } = useSignedIn();
  const query = useDomains();
  return (
    <>
      <p className="mb-4 text-kumo-subtle">{t.intro}</p>
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data?.length === 0 && <Empty title={t.none.title} description={t.none.help} />}
      {query.data && query.data.length > 0 && (
        <TableCard label={t.title}>
          <Table>
            <Table.Header>
              <Table.Row>
                <Table.Head>{t.domain}</Table.Head>
                <Table.Head>{t.added}</Table.Head>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {query.data.map(({ domain, created_at }) => (
                <Table.Row key={domain}>
                  <Table.Cell>
                    <Hostile text={domain} />
                  </Table.Cell>
                  <Table.Cell className="whitespace-nowrap">{showDay(created_at)}</Table.Cell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
        </TableCard>
      )}
      <h2 className="mt-6 mb-2 font-semibold">{t.howTo}</h2>
      <p className="mb-2 text-kumo-subtle">{t.howToHelp}</p>
      <ClipboardText
        className="max-w-full"
        text={`namesake domain add --account ${account} example.com`}
        labels={{ copyAction: t.copy }}
      />
    </>
  );
}
