// SPDX-License-Identifier: Apache-2.0
// emailSecurity.investigate of the official SDK, unchanged but for `baseURL`, over what a mail filter has recorded.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import Cloudflare from 'cloudflare';
import OldCloudflare from 'cloudflare-old';

import { Daemon, Filter, MailServer, namesake, until } from './support.mjs';

// The types that the SDK declares: a "?" at the end allows null, one at the end of a name absence.
const TIME = 'time';
const VALIDATION = { 'comment?': 'string?', 'dkim?': 'string?', 'dmarc?': 'string?', 'spf?': 'string?' };
const FINDING = {
  'attachment?': 'string?', 'detail?': 'string?', 'detection?': 'string?', 'field?': 'string?', 'name?': 'string?',
  'portion?': 'string?', 'reason?': 'string?', 'score?': 'number?', 'value?': 'string?',
};
const MESSAGE = {
  id: 'string', client_recipients: ['string'], detection_reasons: ['string'], is_phish_submission: 'boolean',
  is_quarantined: 'boolean', postfix_id: 'string', ts: TIME,
  action_log: [{
    completed_at: TIME, operation: 'string', 'completed_timestamp?': TIME, 'status?': 'string?',
    'properties?': { 'folder?': 'string', 'requested_by?': 'string' },
  }],
  properties: {
    'allowlisted_pattern?': 'string?', 'allowlisted_pattern_type?': 'string?', 'blocklisted_message?': 'boolean?',
    'blocklisted_pattern?': 'string?', 'whitelisted_pattern_type?': 'string?',
  },
  'alert_id?': 'string?', 'delivery_mode?': 'string?', 'delivery_status?': ['string'], 'edf_hash?': 'string?',
  'envelope_from?': 'string?', 'envelope_to?': ['string'], 'final_disposition?': 'string?', 'findings?': [FINDING],
  'from?': 'string?', 'from_name?': 'string?', 'htmltext_structure_hash?': 'string?', 'message_id?': 'string?',
  'post_delivery_operations?': ['string'], 'postfix_id_outbound?': 'string?', 'replyto?': 'string?',
  'scanned_at?': `${TIME}?`, 'sent_at?': `${TIME}?`, 'sent_date?': 'string?', 'smtp_helo_server_ip?': 'string?',
  'smtp_previous_hop_ip?': 'string?', 'subject?': 'string?', 'threat_categories?': ['string'], 'to?': ['string'],
  'to_name?': ['string'], 'validation?': { ...VALIDATION, null: true }, 'x_originating_ip?': 'string?',
};
const DETECTIONS = {
  action: 'string', findings: [FINDING], headers: [{ name: 'string', value: 'string' }], validation: VALIDATION,
  attachments: [{ size: 'number' }], links: [{ href: 'string', 'text?': 'string?' }],
  sender_info: {
    'as_name?': 'string?', 'as_number?': 'number?', 'geo?': 'string?', 'ip?': 'string?', 'pld?': 'string?',
  },
  threat_categories: [{ 'id?': 'number', 'description?': 'string?', 'name?': 'string?' }],
  'final_disposition?': 'string?',
};
const LINES = {
  'lines?': [{ 'lineno?': 'number', 'logged_at?': `${TIME}?`, 'message?': 'string', 'ts?': TIME }],
  'pending?': 'boolean?',
};
const MOVED = {
  success: 'boolean', 'completed_at?': `${TIME}?`, 'completed_timestamp?': TIME, 'destination?': 'string?',
  'item_count?': 'number', 'message_id?': 'string?', 'operation?': 'string?', 'recipient?': 'string?',
  'status?': 'string?',
};
const RELEASED = {
  id: 'string', 'delivered?': ['string'], 'failed?': ['string'], 'postfix_id?': 'string', 'undelivered?': ['string'],
};

function assertShape(value, shape, where) {
  if (Array.isArray(shape)) {
    assert.ok(Array.isArray(value), `${where} is a list: ${JSON.stringify(value)}`);
    return value.forEach((each, index) => assertShape(each, shape[0], `${where}[${index}]`));
  }
  if (typeof shape === 'object') {
    if (shape.null && value === null) return;
    assert.equal(typeof value, 'object', where);
    for (const [key, expected] of Object.entries(shape)) {
      const name = key.replace('?', '');
      if (key === 'null' || (key.endsWith('?') && value[name] === undefined)) continue;
      assertShape(value[name], expected, `${where}.${name}`);
    }
    return;
  }
  if (shape.endsWith('?') && value === null) return;
  const type = shape.replace('?', '');
  assert.equal(typeof value, type === TIME ? 'string' : type, `${where}: ${JSON.stringify(value)}`);
  if (type === TIME) assert.ok(!Number.isNaN(Date.parse(value)), `${where}: ${value}`);
}

const all = async (pages) => {
  const found = [];
  for await (const each of pages) {
    found.push(each);
    assert.ok(found.length < 100, 'the list has no end');
  }
  return found;
};

let daemon, filter, mailServer;
const accounts = {};
before(async () => {
  mailServer = await MailServer.start();
  daemon = await Daemon.start(`release.smtp = "127.0.0.1:${mailServer.port}"`);
  for (const version of ['7.x', '4.x']) {
    const account = await daemon.account(version);
    const to = ['--store', daemon.store, '--account', account.id];
    account.recipient = `jane@major${version.at(0)}.example`;
    await namesake('domain', 'add', ...to, account.recipient.split('@')[1]);
    await namesake('account', 'set', ...to, 'action.malicious_bec=keep', 'record.messages=all');
    await daemon.import(account, ['John Doe,john.doe@one.example']);
    accounts[version] = account;
  }
  filter = await Filter.start(daemon);
});
after(async () => {
  await filter?.stop();
  await daemon?.stop();
  await mailServer?.stop();
});

for (const [version, SDK] of [['7.x', Cloudflare], ['4.x', OldCloudflare]]) {
  describe(`investigate, cloudflare ${version}`, () => {
    let account, inAccount, connect, investigate;
    let delivered = 0;
    before(() => {
      account = accounts[version];
      inAccount = { account_id: account.id };
      connect = (apiToken) => new SDK({ apiToken, baseURL: `${daemon.origin}/client/v4` }).emailSecurity.investigate;
      investigate = connect(account.write);
    });

    const search = (subject, more = {}) => all(investigate.list({ ...inAccount, subject, ...more }));

    // Sends a message through the filter and gives its record.
    const seen = async (subject, author = '"John Doe" <x@evil.example>') => {
      delivered += 1;
      const queueId = `4Njp${version.at(0)}${String(delivered).padStart(6, '0')}`;
      await filter.deliver({ author, to: account.recipient, subject, queueId });
      return until(async () => (await search(subject, { detections_only: false })).find((each) => each.postfix_id === queueId), subject);
    };

    const statusOf = (promise) => promise.then(() => assert.fail('no error'), (error) => {
      assert.ok(error instanceof SDK.APIError, error.message);
      return error.status;
    });

    it('lists page after page, and each message once', async () => {
      const ids = [];
      for (let i = 0; i < 5; i += 1) ids.unshift((await seen(`Listed ${i}`)).id);
      const found = await search('listed', { per_page: 2 });
      assert.deepEqual(found.map((each) => each.id), ids);
      found.forEach((each) => assertShape(each, MESSAGE, 'message'));
    });

    it('lists from a cursor on, to the end', async () => {
      const ids = [];
      for (let i = 0; i < 5; i += 1) ids.unshift((await seen(`Cursor ${i}`)).id);
      const first = await investigate.list({ ...inAccount, subject: 'cursor', per_page: 2 });
      assert.deepEqual(first.result.map((each) => each.id), ids.slice(0, 2));
      const { next } = first.result_info;
      const rest = await search('cursor', { per_page: 2, cursor: next });
      assert.deepEqual(rest.map((each) => each.id), ids.slice(2));
    });

    it('filters', async () => {
      const { id } = await seen('Filtered');
      await seen('Filtered, and genuine', '"John Doe" <john.doe@one.example>');
      const ids = async (filters) => (await search('filtered', filters)).map((each) => each.id);
      assert.deepEqual(await ids({}), [id]); // detections_only
      assert.equal((await ids({ detections_only: false })).length, 2);
      for (const filters of [
        { final_disposition: 'MALICIOUS' }, { delivery_status: 'quarantined' }, { sender: 'evil.example' },
        { recipient: account.recipient }, { query: 'john filtered' }, { start: new Date(Date.now() - 3.6e6).toISOString() },
      ]) {
        assert.deepEqual(await ids(filters), [id], JSON.stringify(filters));
      }
      assert.deepEqual(await ids({ final_disposition: 'SPAM' }), []);
    });

    it('gets a message by its id and by its queue id', async () => {
      const listed = await seen('One of them');
      for (const id of [listed.id, listed.postfix_id]) {
        const message = await investigate.get(id, inAccount);
        assertShape(message, MESSAGE, 'message');
        assert.equal(message.id, listed.id);
        assert.equal(message.final_disposition, 'MALICIOUS-BEC');
        assert.equal(message.from_name, 'John Doe');
        assert.equal(message.is_quarantined, true);
        assert.deepEqual(message.client_recipients, [account.recipient]);
      }
      assert.equal(await statusOf(investigate.get('4Nj-unknown', inAccount)), 404);
    });

    it('explains, shows and traces it', async () => {
      const { id } = await seen('Explained');
      const detections = await investigate.detections.get(id, inAccount);
      assertShape(detections, DETECTIONS, 'detections');
      assert.equal(detections.action, 'QUARANTINED');
      assert.equal(detections.findings[0].reason, 'display_name_exact');
      const { raw } = await investigate.raw.get(id, inAccount);
      assert.match(raw, /^X-Namesake-Verdict: MALICIOUS-BEC\r\n/);
      assert.match(raw, /\r\n\r\nCall me\.\r\n$/);
      const trace = await investigate.trace.get(id, inAccount);
      assertShape(trace, { inbound: LINES, outbound: LINES }, 'trace');
      assert.ok(trace.inbound.lines.length > 0);
      const genuine = await seen('Genuine', '"John Doe" <john.doe@one.example>');
      assert.equal(await statusOf(investigate.raw.get(genuine.id, inAccount)), 404); // was not kept
    });

    it('releases, once', async () => {
      const { id, postfix_id } = await seen('Released');
      const release = (ids) => all(investigate.release.bulk({ ...inAccount, ...(version === '7.x' ? { ids } : { body: ids }) }));
      const results = await release([id, '4Nj-unknown']);
      results.forEach((each) => assertShape(each, RELEASED, 'release'));
      assert.deepEqual(results.map((each) => [each.id, each.delivered, each.failed]),
                       [[id, [account.recipient], []], ['4Nj-unknown', [], ['4Nj-unknown']]]);
      assert.equal(results[0].postfix_id, postfix_id);
      assert.deepEqual((await release([id]))[0].delivered, []);
      const [mail, ...more] = mailServer.messages.filter(({ text }) => text.includes('Subject: Released') &&
                                                                       text.includes(postfix_id));
      assert.deepEqual([mail.recipients, more], [[account.recipient], []]);
      const message = await investigate.get(id, inAccount);
      assertShape(message, MESSAGE, 'message');
      assert.deepEqual([message.is_quarantined, message.delivery_status], [false, ['delivered']]);
      assert.deepEqual(message.post_delivery_operations, ['QUARANTINE_RELEASE']);
      assert.deepEqual(message.action_log.map((each) => each.operation), ['QUARANTINE_RELEASE']);
    });

    it('moves', async () => {
      const [one, two] = [await seen('Moved'), await seen('Moved with others')];
      const moved = await all(investigate.move.create(one.id, { ...inAccount, destination: 'DeletedItems' }));
      const together = await all(investigate.move.bulk({
        ...inAccount, destination: 'Inbox', ...(version === '7.x' ? { ids: [two.id] } : { postfix_ids: [two.id] }),
      }));
      [...moved, ...together].forEach((each) => assertShape(each, MOVED, 'move'));
      assert.deepEqual([...moved, ...together].map((each) => [each.success, each.recipient, each.destination]),
                       [[true, account.recipient, 'DeletedItems'], [true, account.recipient, 'Inbox']]);
      const message = await investigate.get(one.id, inAccount);
      assertShape(message, MESSAGE, 'message');
      assert.deepEqual([message.is_quarantined, message.action_log.map((each) => each.properties.folder)],
                       [false, ['DeletedItems']]);
    });

    it('reclassifies, and is offered what would have avoided the flag', async () => {
      const { id } = await seen('It was him');
      const answer = await investigate.reclassify.create(id, { ...inAccount, expected_disposition: 'NONE' });
      assert.equal(answer.expected_disposition, 'NONE');
      assert.equal(answer.offers.length, 2);
      assertShape(await investigate.get(id, inAccount), MESSAGE, 'message');
    });

    it('is told what is wrong', async () => {
      const { id } = await seen('Untouched');
      assert.equal(await statusOf(investigate.list({ ...inAccount, cursor: 'nonsense' })), 400);
      assert.equal(await statusOf(investigate.move.create(id, { ...inAccount, destination: 'Nowhere' })), 400);
      const reader = connect(account.read);
      assert.equal((await reader.get(id, inAccount)).id, id);
      assert.equal(await statusOf(reader.move.create(id, { ...inAccount, destination: 'Inbox' })), 403);
    });
  });
}
