// SPDX-License-Identifier: Apache-2.0
import type { Finding } from '../api/types';
import { texts } from '../texts';
import { align, type Place } from './alignment';
import { codePointName, describeCharacter, isUnseen } from './characters';

const t = texts.verdict;

function Letter({ place }: { place: Place }) {
  const { shown, registered, odd } = place;
  const look = odd ? 'bg-kumo-warning-tint ring-1 ring-kumo-warning' : '';
  return (
    <span className={`flex min-w-5 flex-col items-center rounded px-0.5 ${look}`}>
      <bdi className="h-7 text-lg whitespace-pre">
        {shown && isUnseen(shown) ? <span className="text-xs">{codePointName(shown)}</span> : shown || '\u00a0'}
      </bdi>
      <bdi className="h-6 whitespace-pre text-kumo-subtle">{registered || '\u00a0'}</bdi>
    </span>
  );
}

// The odd characters in words: for those who do not see the picture, and to look them up.
function OddCharacters({ places }: { places: Place[] }) {
  const odd = new Map(places.filter(({ odd, shown }) => odd && shown).map((place) => [place.shown, place]));
  if (odd.size === 0) return null;
  return (
    <ul className="list-disc pl-6">
      {[...odd.values()].map(({ shown, registered }) => (
        <li key={shown}>
          {!isUnseen(shown) && <bdi className="font-semibold">{shown} </bdi>}
          {describeCharacter(shown)}
          {registered && (
            <>
              {' '}
              {t.insteadOf} <bdi className="font-semibold">{registered}</bdi>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

// The name that the mail shows, letter by letter, and the registered one below it.
export function NamePicture({ finding }: { finding: Finding }) {
  if (!finding.entry) return null;
  const places = align(finding.value, finding.entry.name, finding.transformations ?? []);
  return (
    <figure className="flex flex-col gap-2">
      <div className="flex gap-3">
        <div className="flex shrink-0 flex-col text-sm text-kumo-subtle">
          <span className="h-7 leading-7">{t.shown}</span>
          <span className="h-6 leading-6">{t.registered}</span>
        </div>
        <div dir="ltr" aria-hidden className="flex flex-wrap gap-y-2">
          {places.map((place, at) => (
            <Letter key={at} place={place} />
          ))}
        </div>
      </div>
      <figcaption>
        <OddCharacters places={places} />
      </figcaption>
    </figure>
  );
}
