// SPDX-License-Identifier: Apache-2.0
// Dates in the reader's language and zone.
const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat(navigator.language, options);
  return (rfc3339: string) => formatter.format(new Date(rfc3339));
};

export const showDay = format({ dateStyle: 'medium' });
export const showMoment = format({ dateStyle: 'medium', timeStyle: 'medium' });
export const showHour = format({ dateStyle: 'medium', timeStyle: 'short' });
export const showUtcDay = format({ day: 'numeric', month: 'short', timeZone: 'UTC', timeZoneName: 'short' });
