// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';

// The place in the console, behind "#": a page and, of a list, what is wanted of it, as in
// "/mail?reason=lookalike_domain". It is kept there so that going back finds the same list, and
// reloading, too. wouter's own hook puts the search before "#", where servers and their logs see it.
const here = () => location.hash.slice(1) || '/';

function subscribe(listener: () => void) {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

const pageOf = (place: string) => place.split('?', 1)[0]!;

export function goTo(place: string, { replace = false } = {}) {
  if (pageOf(place) !== pageOf(here())) scrollTo(0, 0); // going back, the browser finds where one was
  history[replace ? 'replaceState' : 'pushState'](null, '', `#${place}`);
  dispatchEvent(new Event('hashchange'));
}

const usePlace = () => useSyncExternalStore(subscribe, here);

// What stands behind the "?".
export const useSearch = () => usePlace().split('?', 2)[1] ?? '';

// The hook of wouter's <Router>.
export function usePagePath(): [string, typeof goTo] {
  return [pageOf(usePlace()), goTo];
}
usePagePath.hrefs = (place: string) => `#${place}`;
