// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { Empty } from '@cloudflare/kumo/components/empty';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import { Loader } from '@cloudflare/kumo/components/loader';
import { Pagination } from '@cloudflare/kumo/components/pagination';
import { PlusIcon } from '@phosphor-icons/react';
import { useState } from 'react';
import type { Policy, PolicyList } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { FormDialog } from '../components/FormDialog';
import { Hostile } from '../components/Hostile';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { PolicyDialog } from './PolicyDialog';
import { PolicyTable } from './PolicyTable';
import { usePolicies, useRemovePolicy } from './queries';

const t = texts.settings;

interface RemovePolicyProps {
  list: PolicyList;
  policy: Policy;
  onClose: () => void;
}

function RemovePolicy({ list, policy, onClose }: RemovePolicyProps) {
  const remove = useRemovePolicy(list);
  return (
    <FormDialog
      title={t.removeTitle}
      action={t.remove}
      busy={remove.isPending}
      onSubmit={() => remove.mutate(policy.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        <Hostile text={policy.pattern} className="font-semibold" />
      </p>
      <p className="text-kumo-subtle">{t.removeHelp}</p>
      {remove.error && <FaultBanner error={remove.error} />}
    </FormDialog>
  );
}

// One of the lists in which an administrator tells what the engine cannot know.
export function Policies({ list }: { list: PolicyList }) {
  const [page, setPage] = useState(1);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Policy | null>(null);
  const { mayWrite } = useSignedIn();
  const query = usePolicies(list, page);
  const policies = query.data?.result;
  const info = query.data?.result_info;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <p className="text-kumo-subtle">{t.lists[list].intro}</p>
        {mayWrite && (
          <Button variant="primary" icon={PlusIcon} onClick={() => setAdding(true)}>
            {t.lists[list].add}
          </Button>
        )}
      </div>
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loader />}
      {policies?.length === 0 && <Empty title={t.lists[list].none} />}
      {policies && policies.length > 0 && (
        <LayerCard className="overflow-x-auto p-0">
          <PolicyTable policies={policies} onRemove={mayWrite ? setRemoving : undefined} />
        </LayerCard>
      )}
      {info && info.total_pages > 1 && (
        <Pagination
          className="mt-4"
          page={page}
          setPage={setPage}
          perPage={info.per_page}
          totalCount={info.total_count}
        />
      )}
      {adding && <PolicyDialog list={list} onClose={() => setAdding(false)} />}
      {removing && <RemovePolicy list={list} policy={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}
