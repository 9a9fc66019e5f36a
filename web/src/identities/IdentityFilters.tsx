// SPDX-License-Identifier: Apache-2.0
import { Input } from '@cloudflare/kumo/components/input';
import { Select } from '@cloudflare/kumo/components/select';
import type { Provenance } from '../api/types';
import { texts } from '../texts';
import type { IdentityList } from './queries';

const t = texts.identities;
const ALL = 'all';

interface IdentityFiltersProps {
  list: IdentityList;
  onChange: (change: Partial<IdentityList>) => void;
}

export function IdentityFilters({ list, onChange }: IdentityFiltersProps) {
  const choose = (chosen: unknown) =>
    onChange({ provenance: chosen === ALL ? undefined : (chosen as Provenance) });
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <div className="grow basis-60">
        <Input
          className="w-full"
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={list.search}
          onChange={(event) => onChange({ search: event.target.value })}
        />
      </div>
      <Select
        aria-label={t.provenance}
        value={list.provenance ?? ALL}
        onValueChange={choose}
        items={{ [ALL]: t.allProvenances, ...t.provenances }}
      />
    </div>
  );
}
