// SPDX-License-Identifier: Apache-2.0
// What the API answers, as docs/api.md and docs/investigate.md describe it.

export interface ApiFault {
  code: number;
  message: string;
  source?: { pointer?: string };
}

export interface ApiMessage {
  code: number;
  message: string;
}

export interface PageInfo {
  page: number;
  per_page: number;
  count: number;
  total_count: number;
  total_pages: number;
}

export interface Account {
  id: string;
  name: string;
}

export interface Membership {
  id: string;
  account: Account;
  roles: string[];
}

export const PROVENANCES = [
  'A1S_INTERNAL',
  'SNOOPY-CASB_OFFICE_365',
  'SNOOPY-OFFICE_365',
  'SNOOPY-GOOGLE_DIRECTORY',
] as const;
export type Provenance = (typeof PROVENANCES)[number];

export interface Identity {
  id: string;
  name: string;
  email: string;
  is_email_regex: boolean;
  comments: string | null;
  provenance: Provenance | null;
  created_at: string;
  modified_at: string;
}

export type IdentityDraft = Pick<Identity, 'name' | 'email' | 'is_email_regex' | 'comments'>;
