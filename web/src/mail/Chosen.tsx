// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { XIcon } from '@phosphor-icons/react';
import { Hostile } from '../components/Hostile';
import { showHour } from '../dates';
import { texts } from '../texts';
import { reasonName } from '../verdict/reasons';
import { filterOf, type MailList } from './list';
import { useTotals } from './queries';

const t = texts.mail.chosen;

interface ChoiceProps {
  label: string;
  onLeave: () => void;
}

function Choice({ label, onLeave }: ChoiceProps) {
  return (
    <li>
      <Button size="sm" icon={XIcon} aria-label={t.leave(label)} onClick={onLeave}>
        <Hostile text={label} />
      </Button>
    </li>
  );
}

interface ChosenProps {
  list: MailList;
  onChange: (change: Partial<MailList>) => void;
}

// What the list was narrowed to by following a link, and the way back.
export function Chosen({ list, onChange }: ChosenProps) {
  const { data: totals } = useTotals(filterOf(list));
  const { entry_id, reason, sender, start, end } = list;
  if (!entry_id && !reason && !sender && !start) return null;
  const name = totals?.identities.find(({ id }) => id === entry_id)?.name ?? t.thisPerson;
  return (
    <ul className="mb-4 flex flex-wrap gap-2" aria-label={t.title}>
      {entry_id && <Choice label={t.person(name)} onLeave={() => onChange({ entry_id: undefined })} />}
      {reason && <Choice label={reasonName(reason)} onLeave={() => onChange({ reason: undefined })} />}
      {sender && <Choice label={t.domain(sender)} onLeave={() => onChange({ sender: undefined })} />}
      {start && end && (
        <Choice
          label={t.between(showHour(start), showHour(end))}
          onLeave={() => onChange({ start: undefined, end: undefined })}
        />
      )}
    </ul>
  );
}
