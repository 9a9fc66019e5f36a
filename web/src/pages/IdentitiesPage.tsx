// SPDX-License-Identifier: Apache-2.0
import { Empty } from '@cloudflare/kumo/components/empty';
import { Input } from '@cloudflare/kumo/components/input';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { Loader } from '@cloudflare/kumo/components/loader';
import { Pagination } from '@cloudflare/kumo/components/pagination';
import { Select } from '@cloudflare/kumo/components/select';
import { useDeferredValue, useState } from 'react';
import type { Provenance } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { PageTitle } from '../components/PageTitle';
import { IdentityTable } from '../identities/IdentityTable';
import { useIdentities, type IdentityList } from '../identities/queries';
import { texts } from '../texts';

const t = texts.identities;
const ALL = 'all';
const FIRST: IdentityList = {
  search: '',
  order: 'created_at',
  direction: 'desc',
  page: 1,
  per_page: 50,
};

export default function IdentitiesPage() {
  const [list, setList] = useState(FIRST);
  const query = useIdentities(useDeferredValue(list));
  // Whatever changes what is listed begins at its first page.
  const show = (change: Partial<IdentityList>) => setList((before) => ({ ...before, page: 1, ...change }));
  const identities = query.data?.result;
  const filtered = list.search !== '' || list.provenance !== undefined;

  return (
    <>
      <PageTitle title={t.title} intro={t.intro} />
      <div className="mb-4 flex flex-wrap gap-2">
        <div className="grow basis-60">
          <Input
            className="w-full"
            type="search"
            aria-label={t.search}
            placeholder={t.search}
            value={list.search}
            onChange={(event) => show({ search: event.target.value })}
          />
        </div>
        <Select
          aria-label={t.provenance}
          value={list.provenance ?? ALL}
          onValueChange={(chosen) => show({ provenance: chosen === ALL ? undefined : (chosen as Provenance) })}
          items={{ [ALL]: t.allProvenances, ...t.provenances }}
        />
      </div>
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loader />}
      {identities?.length === 0 && (
        <Empty
          title={filtered ? t.noMatch.title : t.none.title}
          description={filtered ? t.noMatch.help : t.none.help}
        />
      )}
      {identities && identities.length > 0 && (
        <LayerCard className="overflow-x-auto p-0">
          <IdentityTable
            identities={identities}
            list={list}
            onSort={(order, direction) => show({ order, direction })}
          />
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
