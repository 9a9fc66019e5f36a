// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { Button } from '@cloudflare/kumo/components/button';
import { InputArea } from '@cloudflare/kumo/components/input';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { useSettled } from '../components/useSettled';
import { texts } from '../texts';
import { patternExamples, type PatternExample } from './patterns';
import { usePatternTest } from './queries';

const t = texts.identities.patterns;
const ROWS = 3;
const MAX_ADDRESSES = 100; // the API's limit

interface ExamplesProps {
  examples: PatternExample[];
  onTake: (example: PatternExample) => void;
}

function Examples({ examples, onTake }: ExamplesProps) {
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-sm text-kumo-subtle">{t.examples}</h3>
      <ul className="flex flex-col gap-2">
        {examples.map((example) => (
          <li key={example.pattern} className="flex items-center justify-between gap-4">
            <span className="min-w-0">
              {example.meaning} <code className="block font-mono text-sm [overflow-wrap:anywhere]">{example.pattern}</code>
            </span>
            <Button
              type="button"
              size="sm"
              className="shrink-0"
              aria-label={t.takeOf(example.pattern)}
              onClick={() => onTake(example)}
            >
              {t.take}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const addressesOf = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, MAX_ADDRESSES);

interface PatternTesterProps {
  pattern: string;
  onTake: (pattern: string) => void;
}

// Says of addresses whether they match the pattern, as mail would be judged.
export function PatternTester({ pattern, onTake }: PatternTesterProps) {
  const [text, setText] = useState('');
  // Made once, for the addresses that stood there before they became a pattern.
  const [examples] = useState(() => patternExamples(pattern));
  const test = usePatternTest(useSettled(pattern), addressesOf(useSettled(text)));
  const take = (example: PatternExample) => {
    onTake(example.pattern);
    setText(example.addresses.join('\n'));
  };
  const refusal = test.error instanceof ApiError ? test.error : undefined;
  const badAddresses = refusal?.faults.filter(({ source }) => source?.pointer?.startsWith('/addresses'));
  return (
    <>
      <Examples examples={examples} onTake={take} />
      <InputArea
        label={texts.optional(t.addresses)}
        description={t.addressesHelp}
        rows={ROWS}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={badAddresses?.map(({ message }) => message).join('; ') || undefined}
      />
      {test.error && !badAddresses?.length && <FaultBanner error={test.error} />}
      {test.data && (
        <div role="status">
          <ul className="flex flex-col gap-1" aria-label={t.results}>
            {test.data.map(({ address, matches }, at) => (
              <li key={at} className="flex items-baseline gap-2">
                <Badge variant={matches ? 'success' : 'outline'}>{matches ? t.matches : t.doesNotMatch}</Badge>
                <Hostile text={address} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
