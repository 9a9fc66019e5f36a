// SPDX-License-Identifier: Apache-2.0
import { Checkbox } from '@cloudflare/kumo/components/checkbox';
import { Input } from '@cloudflare/kumo/components/input';
import { Select } from '@cloudflare/kumo/components/select';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { ALLOWANCES, type Allowance, type PolicyList } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { FormDialog } from '../components/FormDialog';
import { texts } from '../texts';
import { useAddPolicy } from './queries';

const t = texts.settings;

interface Draft {
  pattern: string;
  pattern_type: 'EMAIL' | 'DOMAIN' | 'IP';
  is_regex: boolean;
  allowance: Allowance;
  verify_sender: boolean;
  comments: string;
}

const BLANK: Draft = {
  pattern: '',
  pattern_type: 'EMAIL',
  is_regex: false,
  allowance: 'is_acceptable_sender',
  verify_sender: true,
  comments: '',
};

// Each list has fields of its own.
function bodyOf(list: PolicyList, draft: Draft): object {
  const common = { pattern: draft.pattern, is_regex: draft.is_regex, comments: draft.comments || null };
  switch (list) {
    case 'trusted_domains':
      return { ...common, is_similarity: true, is_recent: false };
    case 'block_senders':
      return { ...common, pattern_type: draft.pattern_type };
    case 'allow_policies': {
      const allowed = Object.fromEntries(ALLOWANCES.map((name) => [name, name === draft.allowance]));
      return { ...common, ...allowed, pattern_type: draft.pattern_type, verify_sender: draft.verify_sender };
    }
  }
}

interface PolicyDialogProps {
  list: PolicyList;
  onClose: () => void;
}

export function PolicyDialog({ list, onClose }: PolicyDialogProps) {
  const [draft, setDraft] = useState(BLANK);
  const add = useAddPolicy(list);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const fault = add.error instanceof ApiError ? add.error.at('/pattern') : undefined;
  return (
    <FormDialog
      title={t.lists[list].add}
      action={texts.save}
      busy={add.isPending}
      onSubmit={() => add.mutate(bodyOf(list, draft), { onSuccess: onClose })}
      onClose={onClose}
    >
      {add.error && !fault && <FaultBanner error={add.error} />}
      {list !== 'trusted_domains' && (
        <Select
          label={t.patternType}
          value={draft.pattern_type}
          onValueChange={(chosen) => change({ pattern_type: chosen as Draft['pattern_type'] })}
          items={t.patternTypes}
        />
      )}
      <Input
        label={list === 'trusted_domains' ? t.patternTypes.DOMAIN : t.patternTypes[draft.pattern_type]}
        value={draft.pattern}
        onChange={(event) => change({ pattern: event.target.value })}
        error={fault}
      />
      <Checkbox
        label={t.isRegex}
        checked={draft.is_regex}
        onCheckedChange={(is_regex) => change({ is_regex })}
      />
      {list === 'allow_policies' && (
        <>
          <Select
            label={t.allowance}
            value={draft.allowance}
            onValueChange={(chosen) => change({ allowance: chosen as Allowance })}
            items={t.allowances}
          />
          <Checkbox
            label={t.verifySender}
            checked={draft.verify_sender}
            onCheckedChange={(verify_sender) => change({ verify_sender })}
          />
        </>
      )}
      <Input
        label={texts.optional(t.comments)}
        value={draft.comments}
        onChange={(event) => change({ comments: event.target.value })}
      />
    </FormDialog>
  );
}
