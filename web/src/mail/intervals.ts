// SPDX-License-Identifier: Apache-2.0
import type { MailTotals } from '../api/types';
import { showHour, showUtcDay } from '../dates';
import type { MailFilter } from './list';

const HOUR_MS = 60 * 60 * 1000;
const LENGTH_MS = { hour: HOUR_MS, day: 24 * HOUR_MS };

export type Length = MailTotals['interval'];

// Hours are the reader's; a day that begins and ends by UTC is called what it is called there.
export const showInterval = (start: string, length: Length) => (length === 'day' ? showUtcDay(start) : showHour(start));

// What narrows a list to one interval.
export function within(start: string, length: Length): Pick<MailFilter, 'start' | 'end'> {
  return { start, end: new Date(Date.parse(start) + LENGTH_MS[length]).toISOString() };
}
