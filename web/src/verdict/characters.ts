// SPDX-License-Identifier: Apache-2.0
import { texts } from '../texts';

export const codePointName = (character: string) =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

// Nothing to see of it: a control or format character, a mark without a letter before it.
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$/u;
export const isUnseen = (character: string) => UNSEEN.test(character);

const SCRIPTS: [RegExp, keyof typeof texts.verdict.scripts][] = [
  [/\p{Script=Cyrillic}/u, 'cyrillic'],
  [/\p{Script=Greek}/u, 'greek'],
  [/\p{Script=Armenian}/u, 'armenian'],
  [/\p{Script=Hebrew}/u, 'hebrew'],
  [/\p{Script=Arabic}/u, 'arabic'],
  [/\p{Script=Cherokee}/u, 'cherokee'],
  [/\p{Script=Han}/u, 'han'],
  [/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u, 'direction'],
  [UNSEEN, 'unseen'],
  [/\p{M}/u, 'mark'],
  [/\p{Nd}/u, 'digit'],
  [/[\p{Script=Latin}\p{Script=Common}]/u, 'latin'],
];

// "Cyrillic letter, U+043E"
export function describeCharacter(character: string): string {
  const script = SCRIPTS.find(([pattern]) => pattern.test(character))?.[1] ?? 'other';
  return `${texts.verdict.scripts[script]}, ${codePointName(character)}`;
}
