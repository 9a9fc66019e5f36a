// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { Empty } from '@cloudflare/kumo/components/empty';
import { PlusIcon } from '@phosphor-icons/react';
import { useState } from 'react';
import type { Policy, PolicyList } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { FormDialog } from '../components/FormDialog';
import { Hostile } from '../components/Hostile';
import { Loading } from '../components/Loading';
import { Pages } from '../components/Pages';
import { TableCard } from '../components/TableCard';
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
      {query.isPending && <Loading />}
      {policies?.length === 0 && <Empty title={t.lists[list].none} />}
      {policies && policies.length > 0 && (
        <TableCard label={t.lists[list].title}>
          <PolicyTable policies={policies} onRemove={mayWrite ? setRemoving : undefined} />
        </TableCard>
      )}
      {info && <Pages page={page} perPage={info.per_page} count={info.total_count} onChange={setPage} />}
      {adding && <PolicyDialog list={list} onClose={() => setAdding(false)} />}
      {removing && <RemovePolicy list={list} policy={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}
