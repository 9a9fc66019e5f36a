// SPDX-License-Identifier: Apache-2.0
import { Input } from '@cloudflare/kumo/components/input';
import { Select } from '@cloudflare/kumo/components/select';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { FaultBanner } from '../components/FaultBanner';
import { FormDialog } from '../components/FormDialog';
import { texts } from '../texts';
import { NewTokenDialog } from './NewTokenDialog';
import { useCreateToken } from './tokens';

const t = texts.settings.tokens;
const DAY_MS = 24 * 60 * 60 * 1000;
const NEVER = 'never';

interface Draft {
  name: string;
  permission: 'read' | 'write';
  lifetime: string; // in days
}

const BLANK: Draft = { name: '', permission: 'read', lifetime: '90' };

const endOf = (lifetime: string) =>
  lifetime === NEVER ? null : new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString();

export function TokenDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(BLANK);
  const create = useCreateToken();
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  if (create.data) return <NewTokenDialog token={create.data} onClose={onClose} />;

  const refusal = create.error instanceof ApiError ? create.error : undefined;
  const besideAField = refusal?.at('/name') ?? refusal?.at('/expires_on');
  const submit = () => {
    const { name, permission, lifetime } = draft;
    create.mutate({ name, permission, expires_on: endOf(lifetime) });
  };
  return (
    <FormDialog title={t.create} action={t.create} busy={create.isPending} onSubmit={submit} onClose={onClose}>
      {create.error && !besideAField && <FaultBanner error={create.error} />}
      <Input
        label={t.name}
        description={t.nameHelp}
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
        error={refusal?.at('/name')}
      />
      <Select
        label={t.permission}
        value={draft.permission}
        onValueChange={(chosen) => change({ permission: chosen as Draft['permission'] })}
        items={t.permissions}
      />
      <Select
        label={t.expires}
        value={draft.lifetime}
        onValueChange={(chosen) => change({ lifetime: String(chosen) })}
        items={{ ...t.lifetimes, [NEVER]: t.never }}
        error={refusal?.at('/expires_on')}
      />
    </FormDialog>
  );
}
