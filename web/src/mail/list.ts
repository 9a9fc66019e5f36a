// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Disposition } from '../api/types';
import { goTo, useSearch } from '../place';

export const PATH = '/mail';
const PER_PAGE = 50;

export type DeliveryStatus = 'quarantined' | 'delivered' | 'rejected';

// What is wanted of the flagged mail; absent is whatever there is.
export interface MailFilter {
  days: number;
  query?: string;
  final_disposition?: Disposition;
  delivery_status?: DeliveryStatus;
  entry_id?: string;
  reason?: string;
  sender?: string; // a domain
  start?: string; // with `end` in place of `days`
  end?: string;
}

export interface MailList extends MailFilter {
  page: number;
  per_page: number;
}

const FIRST: MailList = { days: 7, page: 1, per_page: PER_PAGE };
const TEXTS = ['query', 'final_disposition', 'delivery_status', 'entry_id', 'reason', 'sender', 'start', 'end'] as const;

function readList(search: string): MailList {
  const given = new URLSearchParams(search);
  const number = (name: 'days' | 'page') => Number(given.get(name)) || FIRST[name];
  const texts = TEXTS.map((name) => [name, given.get(name) ?? undefined]);
  return { ...FIRST, ...Object.fromEntries(texts), days: number('days'), page: number('page') };
}

export function placeOf(list: MailList): string {
  const { per_page: _, ...wanted } = list;
  const given = Object.entries(wanted).filter(([name, value]) => value && value !== FIRST[name as 'days' | 'page']);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${PATH}?${search}` : PATH;
}

export const filterOf = ({ page: _, per_page: __, ...filter }: MailList): MailFilter => filter;

// Whatever changes what is listed begins at its first page.
export const changed = (list: MailList, change: Partial<MailList>): MailList => ({ ...list, page: 1, ...change });

// The list that the address tells, and how to change it.
export function useMailList(): [MailList, (change: Partial<MailList>) => void] {
  const search = useSearch();
  const list = useMemo(() => readList(search), [search]);
  // Typing is one step of the browser's history, not one a letter.
  const show = (change: Partial<MailList>) => goTo(placeOf(changed(list, change)), { replace: 'query' in change });
  return [list, show];
}
