// SPDX-License-Identifier: Apache-2.0
import { Input } from '@cloudflare/kumo/components/input';
import { Select } from '@cloudflare/kumo/components/select';
import type { Disposition } from '../api/types';
import { texts } from '../texts';
import { FLAGGED } from '../verdict/dispositions';
import type { DeliveryStatus, MailList } from './list';

const t = texts.mail;
const ALL = 'all';

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
          value={list.query ?? ''}
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
        aria-label={t.whereabouts}
        value={list.delivery_status ?? ALL}
        onValueChange={(chosen) =>
          onChange({ delivery_status: chosen === ALL ? undefined : (chosen as DeliveryStatus) })
        }
        items={{ [ALL]: t.anywhere, ...t.deliveryStatuses }}
      />
      <Select
        aria-label={t.period}
        value={String(list.days)}
        onValueChange={(days) => onChange({ days: Number(days), start: undefined, end: undefined })}
        items={t.periods}
      />
    </div>
  );
}
