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

export interface AddressTest {
  addresses: { address: string; matches: boolean }[];
}

export type Disposition = 'NONE' | 'SUSPICIOUS' | 'SPOOF' | 'MALICIOUS-BEC';

export interface Transformation {
  step: string;
  shown: string;
  registered: string;
  code_points?: string[]; // "U+043E"
}

export interface Finding {
  reason: string;
  field: string;
  value: string;
  entry: { id: string; name: string; email: string } | null;
  score: number;
  detail: string;
  transformations?: Transformation[];
}

export interface ScanResult {
  message_id: string | null;
  from: string | null;
  final_disposition: Disposition;
  flagged: boolean;
  findings: Finding[];
}

export interface Message {
  id: string;
  scanned_at: string;
  sent_date: string | null;
  envelope_from: string | null;
  envelope_to: string[];
  from: string | null;
  from_name: string | null;
  to: string[];
  replyto: string | null;
  subject: string | null;
  message_id: string | null;
  smtp_helo_server_ip: string | null;
  delivery_status: string[];
  final_disposition: Disposition;
  detection_reasons: string[];
  findings: Finding[];
  is_quarantined: boolean;
}

// How much was flagged from `start` on, until the next interval starts.
export interface Interval {
  start: string;
  flagged: number;
  dispositions: Partial<Record<Disposition, number>>;
}

export interface MailTotals {
  flagged: number;
  interval: 'hour' | 'day'; // days are UTC's
  timeline: Interval[];
  identities: { id: string; name: string; count: number }[];
  reasons: { reason: string; count: number }[];
  sender_domains: { domain: string; count: number }[];
  complete: boolean;
}

export interface TraceLine {
  lineno: number;
  ts: string;
  message: string;
}

export interface Trace {
  inbound: { lines: TraceLine[] };
  outbound: { lines: TraceLine[] };
}

// A request, ready to be sent, after which a message would not be flagged.
export interface Offer {
  title: string;
  method: 'POST' | 'PATCH';
  path: string;
  body: Record<string, unknown>;
}

export interface ReleaseResult {
  id: string;
  delivered: string[];
  undelivered: string[];
  failed: string[];
  status: string;
}

export const POLICY_LISTS = ['allow_policies', 'trusted_domains', 'block_senders'] as const;
export type PolicyList = (typeof POLICY_LISTS)[number];

export const ALLOWANCES = ['is_acceptable_sender', 'is_trusted_sender', 'is_exempt_recipient'] as const;
export type Allowance = (typeof ALLOWANCES)[number];

// Of the three lists; what a list does not have is absent.
export interface Policy extends Partial<Record<Allowance, boolean>> {
  id: string;
  pattern: string;
  is_regex: boolean;
  pattern_type?: 'EMAIL' | 'DOMAIN' | 'IP' | 'UNKNOWN';
  verify_sender?: boolean;
  comments: string | null;
  created_at: string;
}

export interface Domain {
  domain: string;
  created_at: string;
}

export interface Token {
  id: string;
  name: string;
  kind: 'token' | 'api_key';
  email: string | null; // of an API key
  status: 'active' | 'expired' | 'disabled';
  permission: 'read' | 'write';
  issued_on: string;
  expires_on: string | null;
}

export interface NewToken extends Token {
  value: string; // the secret
}

// A program that works on the store.
export interface Node {
  id: string;
  program: 'namesaked' | 'namesake-milter';
  host: string;
  version: string;
  started_at: string;
  seen_at: string;
  alive: boolean;
  behind_seconds: number;
  messages: number;
  messages_per_second: number;
}

export interface AuditRecord {
  id: string;
  when: string;
  action: { type: string };
  actor: { id: string };
  interface: 'API' | 'CLI';
  resource: { id: string; type: string };
  oldValueJson: Record<string, unknown> | null;
  newValueJson: Record<string, unknown> | null;
}
