// SPDX-License-Identifier: Apache-2.0
import { Empty } from '@cloudflare/kumo/components/empty';
import { useDeferredValue } from 'react';
import { FaultBanner } from '../components/FaultBanner';
import { Loading } from '../components/Loading';
import { Pages } from '../components/Pages';
import { PageTitle } from '../components/PageTitle';
import { TableCard } from '../components/TableCard';
import { Chosen } from '../mail/Chosen';
import { useMailList } from '../mail/list';
import { MailFilters } from '../mail/MailFilters';
import { MailTable } from '../mail/MailTable';
import { Overview } from '../mail/Overview';
import { useMail } from '../mail/queries';
import { useSignedIn } from '../session';
import { texts } from '../texts';

const t = texts.mail;

export default function MailPage() {
  const [list, show] = useMailList();
  const { mayWrite } = useSignedIn();
  const wanted = useDeferredValue(list);
  const query = useMail(wanted);
  const messages = query.data?.result;

  return (
    <>
      <PageTitle title={t.title} intro={t.intro} />
      <MailFilters list={list} onChange={show} />
      <Chosen list={wanted} onChange={show} />
      <Overview list={wanted} />
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {messages?.length === 0 && <Empty title={t.none.title} description={t.none.help} />}
      {messages && messages.length > 0 && (
        <TableCard label={t.title}>
          <MailTable messages={messages} mayWrite={mayWrite} />
        </TableCard>
      )}
      {query.data?.result_info && (
        <Pages
          page={list.page}
          perPage={list.per_page}
          count={query.data.result_info.total_count}
          onChange={(page) => show({ page })}
        />
      )}
    </>
  );
}
