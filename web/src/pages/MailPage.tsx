// SPDX-License-Identifier: Apache-2.0
import { Empty } from '@cloudflare/kumo/components/empty';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { Loader } from '@cloudflare/kumo/components/loader';
import { Pagination } from '@cloudflare/kumo/components/pagination';
import { useDeferredValue, useState } from 'react';
import { FaultBanner } from '../components/FaultBanner';
import { PageTitle } from '../components/PageTitle';
import { MailFilters } from '../mail/MailFilters';
import { MailTable } from '../mail/MailTable';
import { useMail, type MailList } from '../mail/queries';
import { texts } from '../texts';

const t = texts.mail;
const FIRST: MailList = { query: '', days: 7, page: 1, per_page: 50 };

export default function MailPage() {
  const [list, setList] = useState(FIRST);
  const query = useMail(useDeferredValue(list));
  const show = (change: Partial<MailList>) => setList((before) => ({ ...before, page: 1, ...change }));
  const messages = query.data?.result;

  return (
    <>
      <PageTitle title={t.title} intro={t.intro} />
      <MailFilters list={list} onChange={show} />
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loader />}
      {messages?.length === 0 && <Empty title={t.none.title} description={t.none.help} />}
      {messages && messages.length > 0 && (
        <LayerCard className="overflow-x-auto p-0">
          <MailTable messages={messages} />
        </LayerCard>
      )}
      {query.data?.result_info && (
        <Pagination
          className="mt-4"
          page={list.page}
          setPage={(page) => show({ page })}
          perPage={list.per_page}
          totalCount={query.data.result_info.total_count}
        />
      )}
    </>
  );
}
