// SPDX-License-Identifier: Apache-2.0
import { texts } from '../texts';

export interface PatternExample {
  meaning: string;
  pattern: string;
  addresses: string[]; // that show what it matches and what it does not
}

const SAMPLE = 'jane.roe@example.com';
const ADDRESS = /^\s*([\w.+-]+)@([\w.-]+)\s*(?:,|$)/; // the first of several; no pattern
const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// Patterns for the person whose address is given, or for somebody.
export function patternExamples(given: string): PatternExample[] {
  const [, local, domain] = ADDRESS.exec(given) ?? ADDRESS.exec(SAMPLE)!;
  const [person, place] = [quoted(local!), quoted(domain!)];
  const t = texts.identities.patterns;
  return [
    {
      meaning: t.tagged,
      pattern: `${person}(\\+[^@]*)?@${place}`,
      addresses: [`${local}@${domain}`, `${local}+news@${domain}`, `${local}.evil@${domain}`],
    },
    {
      meaning: t.subdomains,
      pattern: `${person}@([^@]+\\.)?${place}`,
      addresses: [`${local}@${domain}`, `${local}@mail.${domain}`, `${local}@evil-${domain}`],
    },
    {
      meaning: t.wholeDomain,
      pattern: `[^@]+@${place}`,
      addresses: [`${local}@${domain}`, `info@${domain}`, `info@${domain}.evil.example`],
    },
  ];
}
