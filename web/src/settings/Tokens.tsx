// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { PlusIcon } from '@phosphor-icons/react';
import { useState } from 'react';
import type { Token } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Loading } from '../components/Loading';
import { Pages } from '../components/Pages';
import { TableCard } from '../components/TableCard';
import { useSignedIn } from '../session';
import { texts } from '../texts';
import { RevokeToken } from './RevokeToken';
import { TokenDialog } from './TokenDialog';
import { TokenTable } from './TokenTable';
import { useOwnToken, useTokens } from './tokens';

const t = texts.settings.tokens;

// Who may speak with the API in the name of this account.
export function Tokens() {
  const [page, setPage] = useState(1);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const { mayWrite } = useSignedIn();
  const query = useTokens(page);
  const own = useOwnToken();
  const info = query.data?.result_info;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <p className="text-kumo-subtle">{t.intro}</p>
        {mayWrite && (
          <Button variant="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t.create}
          </Button>
        )}
      </div>
      {query.error && <FaultBanner error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && (
        <TableCard label={t.title}>
          <TokenTable tokens={query.data.result} own={own.data} onRevoke={mayWrite ? setRevoking : undefined} />
        </TableCard>
      )}
      {info && <Pages page={page} perPage={info.per_page} count={info.total_count} onChange={setPage} />}
      {creating && <TokenDialog onClose={() => setCreating(false)} />}
      {revoking && (
        <RevokeToken token={revoking} isOwn={revoking.id === own.data} onClose={() => setRevoking(null)} />
      )}
    </>
  );
}
