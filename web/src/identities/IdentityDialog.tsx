// SPDX-License-Identifier: Apache-2.0
import { Checkbox } from '@cloudflare/kumo/components/checkbox';
import { Input } from '@cloudflare/kumo/components/input';
import { useState } from 'react';
import { ApiError } from '../api/client';
import type { Identity, IdentityDraft } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { FormDialog } from '../components/FormDialog';
import { texts } from '../texts';
import { Concerns } from './Concerns';
import { PatternTester } from './PatternTester';
import { useSaveIdentity } from './queries';

const t = texts.identities;
const BLANK: IdentityDraft = { name: '', email: '', is_email_regex: false, comments: '' };
const FIELDS = ['/name', '/email', '/is_email_regex', '/comments'];

function draftOf({ name, email, is_email_regex, comments }: Identity): IdentityDraft {
  return { name, email, is_email_regex, comments: comments ?? '' };
}

// What is said of a field stands beside it; what is said of the whole stands above.
const concernsAField = (error: ApiError) =>
  error.faults.length > 0 && error.faults.every(({ source }) => FIELDS.includes(source?.pointer ?? ''));

interface IdentityDialogProps {
  identity: Identity | null; // null: a new one
  onClose: () => void;
}

export function IdentityDialog({ identity, onClose }: IdentityDialogProps) {
  const [draft, setDraft] = useState(identity ? draftOf(identity) : BLANK);
  const save = useSaveIdentity(identity?.id ?? null);
  const change = (part: Partial<IdentityDraft>) => setDraft((before) => ({ ...before, ...part }));
  const refusal = save.error instanceof ApiError ? save.error : undefined;

  const concerns = save.data?.messages ?? [];
  if (save.data) return <Concerns name={draft.name} concerns={concerns} onClose={onClose} />;

  // A directory synchronisation owns the name and address of what it has imported.
  const imported = identity !== null && (identity.provenance ?? 'A1S_INTERNAL') !== 'A1S_INTERNAL';
  return (
    <FormDialog
      title={identity ? t.edit : t.add}
      action={texts.save}
      busy={save.isPending}
      onSubmit={() => save.mutate(draft, { onSuccess: ({ messages }) => messages.length === 0 && onClose() })}
      onClose={onClose}
    >
      {save.error && !(refusal && concernsAField(refusal)) && <FaultBanner error={save.error} />}
      {imported && <p className="text-kumo-subtle">{t.imported}</p>}
      <Input
        label={t.name}
        description={t.nameHelp}
        value={draft.name}
        disabled={imported}
        onChange={(event) => change({ name: event.target.value })}
        error={refusal?.at('/name')}
      />
      <Input
        label={draft.is_email_regex ? t.patternLabel : t.emails}
        description={draft.is_email_regex ? t.patternHelp : t.emailsHelp}
        value={draft.email}
        disabled={imported}
        onChange={(event) => change({ email: event.target.value })}
        error={refusal?.at('/email')}
      />
      <Checkbox
        label={t.isPattern}
        checked={draft.is_email_regex}
        disabled={imported}
        onCheckedChange={(is_email_regex) => change({ is_email_regex })}
      />
      {draft.is_email_regex && !imported && (
        <PatternTester pattern={draft.email} onTake={(email) => change({ email })} />
      )}
      <Input
        label={texts.optional(t.comments)}
        value={draft.comments ?? ''}
        onChange={(event) => change({ comments: event.target.value })}
        error={refusal?.at('/comments')}
      />
    </FormDialog>
  );
}
