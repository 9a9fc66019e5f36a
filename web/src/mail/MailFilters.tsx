// SPDX-License-Identifier: Apache-2.0
import { Input } from '@cloudflare/kumo/components/input';
import { Select } from '@cloudflare/kumo/components/select';
import type { Disposition } from '../api/types';
import { texts } from '../texts';
import type { MailList } from './queries';

const t = texts.mail;
const ALL = 'all';
const FLAGGED: Exclude<Disposition, 'NONE'>[] = ['MALICIOUS-BEC', 'SPOOF', 'SUSPICIOUS'];

const VERDICTS = {
  [ALL]: t.allVerdicts,
  ...Object.fromEntries(FLAGGED.map((disposition) => [disposition, texts.verdict.dispositions[disposition].name])),
};

interface MailFiltersProps {
  list: MailList;
  onChange: (change: Partial<MailList>) => void;
}

export function MailFilters({ list, onChange }: MailFiltersProps) {
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <div className="grow basis-60">
        <Input
          className="w-full"
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={list.query}
          onChange={(event) => onChange({ query: event.target.value })}
        />
      </div>
      <Select
        aria-label={t.verdict}
        value={list.final_disposition ?? ALL}
        onValueChange={(chosen) =>
          onChange({ final_disposition: chosen === ALL ? undefined : (chosen as Disposition) })
        }
        items={VERDICTS}
      />
      <Select
        aria-label={t.period}
        value={String(list.days)}
        onValueChange={(days) => onChange({ days: Number(days) })}
        items={t.periods}
      />
    </div>
  );
}
