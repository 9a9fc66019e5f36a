// SPDX-License-Identifier: Apache-2.0
import type { Transformation } from '../api/types';
import { codePointName, isUnseen } from './characters';

// One place of the picture: a character of the name shown, or none, above the character of the
// registered name that it stands for, or none.
export interface Place {
  shown: string;
  registered: string;
  odd: boolean; // it pretends, hides or is not the registered letter
}

const MAX_CHARACTERS = 200; // what is longer is no name; the work grows with the square
const SAME = 0;
const IMITATES = 0.4;
const OTHER = 1.5; // dearer than one of both alone is not, so that words meet words
const ALONE = 1;

const fold = (character: string) => character.toLowerCase();

function costOf(shown: string, registered: string, imitations: Set<string>): number {
  if (fold(shown) === fold(registered)) return SAME;
  return imitations.has(fold(shown) + fold(registered)) ? IMITATES : OTHER;
}

// Lays the registered name below the one shown, so that most letters stand above their own: the
// cheapest edit (Wagner and Fischer), in which a known imitation costs less than another letter.
export function align(shown: string, registered: string, steps: Transformation[]): Place[] {
  const above = [...shown].slice(0, MAX_CHARACTERS);
  const below = [...registered].slice(0, MAX_CHARACTERS);
  const imitations = new Set(steps.map((step) => fold(step.shown) + fold(step.registered)));
  const deceivers = new Set(steps.flatMap((step) => step.code_points ?? []));

  // cost[i][j]: of the rest of `above` from i on, over the rest of `below` from j on.
  const cost = Array.from({ length: above.length + 1 }, () => new Array<number>(below.length + 1).fill(0));
  for (let i = above.length; i >= 0; --i) {
    for (let j = below.length; j >= 0; --j) {
      if (i === above.length) cost[i]![j] = (below.length - j) * ALONE;
      else if (j === below.length) cost[i]![j] = (above.length - i) * ALONE;
      else {
        cost[i]![j] = Math.min(
          cost[i + 1]![j + 1]! + costOf(above[i]!, below[j]!, imitations),
          cost[i + 1]![j]! + ALONE,
          cost[i]![j + 1]! + ALONE,
        );
      }
    }
  }

  const places: Place[] = [];
  const isDeceiver = (character: string) => deceivers.has(codePointName(character)) || isUnseen(character);
  for (let i = 0, j = 0; i < above.length || j < below.length; ) {
    const top = above[i] ?? '';
    const bottom = below[j] ?? '';
    const pair = top && bottom ? costOf(top, bottom, imitations) : Infinity;
    if (cost[i]![j] === pair + (cost[i + 1]?.[j + 1] ?? Infinity)) {
      places.push({ shown: top, registered: bottom, odd: pair !== SAME || isDeceiver(top) });
      ++i;
      ++j;
    } else if (top && cost[i]![j] === ALONE + cost[i + 1]![j]!) {
      places.push({ shown: top, registered: '', odd: isDeceiver(top) });
      ++i;
    } else {
      places.push({ shown: '', registered: bottom, odd: false });
      ++j;
    }
  }
  return places;
}
