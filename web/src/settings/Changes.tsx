// SPDX-License-Identifier: Apache-2.0
import type { AuditRecord } from '../api/types';
import { Hostile } from '../components/Hostile';
import { texts } from '../texts';

const t = texts.settings.audit;

const show = (value: unknown) => (value === undefined || value === null || value === '' ? t.nothing : String(value));

// What was changed about something that was there before: field by field, the old value and the new one.
export function Changes({ record: { oldValueJson: before, newValueJson: after } }: { record: AuditRecord }) {
  if (!before || !after) return null;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => show(before[name]) !== show(after[name]));
  return (
    <ul className="text-sm text-kumo-subtle">
      {changed.map((name) => (
        <li key={name}>
          {t.fields[name as keyof typeof t.fields] ?? name}: <Hostile text={show(before[name])} /> →{' '}
          <Hostile text={show(after[name])} />
        </li>
      ))}
    </ul>
  );
}
