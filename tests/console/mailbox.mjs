// SPDX-License-Identifier: Apache-2.0
// Messages that an account has seen.
import assert from 'node:assert/strict';
import { until } from './support.mjs';

export class Mailbox {
  constructor(daemon, account) {
    this.base = `${daemon.origin}/client/v4/accounts/${account.id}/email-security`;
    this.headers = { Authorization: `Bearer ${account.write}` };
  }

  async ask(path, options = {}) {
    const answer = await fetch(this.base + path, { ...options, headers: { ...this.headers, ...options.headers } });
    return (await answer.json()).result;
  }

  judge(message, query = '') {
    return this.ask(`/scan${query}`, { method: 'POST', body: message, headers: { 'Content-Type': 'message/rfc822' } });
  }

  // Has a message judged and recorded, and waits for the record: it is written a moment after the answer.
  async see(author, subject) {
    const lines = [`From: ${author}`, 'To: accounting@example.com', `Subject: ${subject}`, '', 'Call me.'];
    const { flagged } = await this.judge(lines.join('\r\n'), '?record=true');
    assert.equal(flagged, true, author);
    await this.recorded(subject);
  }

  recorded(subject) {
    const query = `/investigate?subject=${encodeURIComponent(subject)}`;
    return until(async () => (await this.ask(query))[0], `the record of ${subject}`);
  }
}
