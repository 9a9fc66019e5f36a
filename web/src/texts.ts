// SPDX-License-Identifier: Apache-2.0
// Every text of the console. A translation is another file of this shape.

const number = new Intl.NumberFormat(navigator.language);
const plural = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

export const texts = {
  product: 'Namesake',
  skipToContent: 'Skip to the content',
  mainNavigation: 'Main',
  account: 'Account',
  signOut: 'Sign out',
  toLight: 'Light theme',
  toDark: 'Dark theme',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  tryAgain: 'Try again',
  readOnly: 'This token may read only. To change something, sign in with one that may write.',
  noConnection: 'The server does not answer. Is namesaked running, and is the network up?',
  failed: (message: string) => `The server refused: ${message}`,
  busy: 'Loading …',
  notFound: { title: 'There is no such page', action: 'To the identities' },
  signIn: {
    title: 'Sign in to Namesake',
    token: 'API token',
    tokenHelp: 'It begins with nsk_. An administrator makes one on the server: namesake token create',
    action: 'Sign in',
    empty: 'Paste your token here.',
    refused: 'The server does not know this token. Has it expired or been revoked?',
    kept: 'The token stays in this tab and is forgotten when you close it.',
  },
  identities: {
    title: 'Identities',
    intro: 'The people whose names are watched, and the addresses they really write from.',
    search: 'Search name, address or comment',
    allProvenances: 'All sources',
    provenance: 'Source',
    provenances: {
      A1S_INTERNAL: 'Added by hand',
      'SNOOPY-CASB_OFFICE_365': 'Microsoft 365 (CASB)',
      'SNOOPY-OFFICE_365': 'Microsoft 365',
      'SNOOPY-GOOGLE_DIRECTORY': 'Google directory',
    },
    name: 'Name',
    email: 'Address',
    pattern: 'pattern',
    comments: 'Comment',
    created: 'Added',
    sortBy: (column: string) => `Sort by ${column}`,
    none: { title: 'Nobody is protected yet', help: 'Add the people whose names an attacker would use: the head of the company, accounting, IT.' },
    noMatch: { title: 'Nobody matches', help: 'Try fewer letters, or all sources.' },
    count: (count: number) => plural(count, 'identity', 'identities'),
  },
};
