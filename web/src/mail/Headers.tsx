// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { useState } from 'react';
import type { Message } from '../api/types';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { texts } from '../texts';
import { headerFields, rememberedFields, type HeaderField } from './headers';
import { useRaw } from './queries';

const t = texts.mail;

function Field({ field, guilty }: { field: HeaderField; guilty: boolean }) {
  return (
    <div className={guilty ? 'rounded bg-kumo-warning-tint px-2 py-1 ring-1 ring-kumo-warning' : 'px-2 py-1'}>
      <dt className="text-sm text-kumo-subtle">
        {field.name}
        {guilty && <strong className="text-kumo-default"> {t.guilty}</strong>}
      </dt>
      <dd className="font-mono text-sm whitespace-pre-wrap">
        <Hostile text={field.body} />
      </dd>
    </div>
  );
}

// The header fields as text, those marked that a finding is about: what is remembered of them, or
// on demand all of them.
export function Headers({ message }: { message: Message }) {
  const [wanted, setWanted] = useState(false);
  const raw = useRaw(message.id, wanted);
  const fields = raw.data ? headerFields(raw.data) : rememberedFields(message);
  const guilty = new Set(message.findings.map(({ field }) => field.toLowerCase()));
  return (
    <>
      <dl className="mb-4 flex flex-col gap-1">
        {fields.map((field, at) => (
          <Field key={at} field={field} guilty={guilty.has(field.name.toLowerCase())} />
        ))}
      </dl>
      {raw.error && <FaultBanner error={raw.error} onRetry={() => void raw.refetch()} />}
      {raw.data === null && <p role="status">{t.notKept}</p>}
      {raw.data === undefined && (
        <Button loading={raw.isFetching} onClick={() => setWanted(true)}>
          {t.allHeaders}
        </Button>
      )}
    </>
  );
}
