// SPDX-License-Identifier: Apache-2.0
import type { Message } from '../api/types';

export interface HeaderField {
  name: string;
  body: string;
}

const MAX_BYTES = 256 * 1024; // what is longer hides what matters, and takes the page down
const END_OF_HEADER = /\r?\n\r?\n/;
const FIELD = /^([!-9;-~]+)[ \t]*:([^]*)$/;

// The header section of a message as text (RFC 5322 section 2.2), each field with its folds.
export function headerFields(raw: string): HeaderField[] {
  const section = raw.slice(0, MAX_BYTES).split(END_OF_HEADER, 1)[0] ?? '';
  return section.split(/\r?\n(?![ \t])/).map((line) => {
    const match = FIELD.exec(line);
    return match ? { name: match[1]!, body: match[2]!.trim() } : { name: '', body: line };
  });
}

// What is remembered of a message of which the whole is not kept.
export function rememberedFields(message: Message): HeaderField[] {
  const author = message.from_name ? `${message.from_name} <${message.from ?? ''}>` : message.from;
  const fields: [string, string | null][] = [
    ['From', author],
    ['Reply-To', message.replyto],
    ['To', message.to.join(', ')],
    ['Subject', message.subject],
    ['Date', message.sent_date],
    ['Message-ID', message.message_id],
  ];
  return fields.flatMap(([name, body]) => (body ? [{ name, body }] : []));
}
