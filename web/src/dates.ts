// SPDX-License-Identifier: Apache-2.0
// Dates in the reader's language and zone.
const day = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'medium' });

export const showDay = (rfc3339: string) => day.format(new Date(rfc3339));
export const showMoment = (rfc3339: string) => moment.format(new Date(rfc3339));
