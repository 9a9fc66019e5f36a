// SPDX-License-Identifier: Apache-2.0
import { POLICY_LISTS } from '../api/types';
import { texts } from '../texts';

const t = texts.settings;

// In the order of the page.
export const TABS = [
  ...POLICY_LISTS.map((list) => ({ value: list as string, label: t.lists[list].title })),
  { value: 'domains', label: t.domains.title },
  { value: 'tokens', label: t.tokens.title },
  { value: 'audit', label: t.audit.title },
];
