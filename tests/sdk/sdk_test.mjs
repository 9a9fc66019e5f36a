// SPDX-License-Identifier: Apache-2.0
// The official SDK, unchanged but for `baseURL`: its newest major and an older one with another
// HTTP client beneath (fetch, node-fetch).
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import Cloudflare from 'cloudflare';
import OldCloudflare from 'cloudflare-old';

import { Daemon, LossyProxy } from './support.mjs';

const FIELDS = [
  'comments', 'created_at', 'directory_id', 'directory_node_id', 'email', 'external_directory_node_id', 'id',
  'is_email_regex', 'last_modified', 'modified_at', 'name', 'provenance',
];

const person = { name: 'John Doe', email: 'john.doe@example.com', is_email_regex: false };

const POLICY_FIELDS = ['comments', 'created_at', 'id', 'last_modified', 'modified_at'];

// The administrator's lists: what creates a policy, what changes one, a filter that finds those of
// the test of lists, and the fields that answers have besides.
const LISTS = {
  allowPolicies: {
    fields: {
      pattern: 'news@partner.example', is_regex: false, pattern_type: 'EMAIL', is_exempt_recipient: false,
      is_trusted_sender: true, is_acceptable_sender: false, verify_sender: true,
    },
    change: { pattern: '192.0.2.0/24', pattern_type: 'IP', verify_sender: false },
    filter: { is_trusted_sender: true, verify_sender: true, search: 'p' },
    common: ['is_recipient', 'is_sender', 'is_spoof'],
  },
  trustedDomains: {
    fields: { pattern: 'examp1e.example', is_regex: false, is_recent: false, is_similarity: true },
    change: { is_recent: true },
    filter: { is_similarity: true, is_recent: false },
    common: [],
  },
  blockSenders: {
    fields: { pattern: 'evil.example', is_regex: false, pattern_type: 'DOMAIN' },
    change: { pattern: 'x@evil.example', pattern_type: 'EMAIL', comments: null },
    filter: { pattern_type: 'DOMAIN' },
    common: [],
  },
};

let daemon;
before(async () => {
  daemon = await Daemon.start();
});
after(() => daemon.stop());

for (const [version, SDK] of [['7.x', Cloudflare], ['4.x', OldCloudflare]]) {
  describe(`cloudflare ${version}`, () => {
    let account, settings, connect, registry, inAccount;
    before(async () => {
      account = await daemon.account(version);
      inAccount = { account_id: account.id };
      settings = (options = {}) =>
        new SDK({ apiToken: account.write, baseURL: `${daemon.origin}/client/v4`, ...options }).emailSecurity
          .settings;
      connect = (options) => settings(options).impersonationRegistry;
      registry = connect();
    });

    // What the promise is rejected with, which has to be an error of that class.
    const errorOf = async (promise, name) => {
      const error = await promise.then(
        () => assert.fail(`no ${name}`),
        (reason) => reason,
      );
      assert.ok(error instanceof SDK[name], `${name} expected, got ${error.constructor.name}: ${error.message}`);
      assert.ok(error instanceof SDK.APIError);
      return error;
    };
    const codesOf = (error) => error.errors.map((each) => each.code);

    it('creates, gets, edits and deletes', async () => {
      const made = await registry.create({ ...inAccount, ...person, comments: 'Board' });
      assert.deepEqual(Object.keys(made).sort(), FIELDS);
      assert.deepEqual({ ...made, ...person, comments: 'Board' }, made);
      assert.equal(made.provenance, 'A1S_INTERNAL');
      assert.ok(Number.isFinite(Date.parse(made.created_at)));
      assert.deepEqual(await registry.get(made.id, inAccount), made);

      const edited = await registry.edit(made.id, { ...inAccount, email: '.*@example[.]com', is_email_regex: true });
      assert.equal(edited.id, made.id);
      assert.equal(edited.name, person.name);
      assert.equal(edited.email, '.*@example[.]com');
      assert.equal(edited.is_email_regex, true);
      assert.equal(edited.comments, 'Board');
      assert.ok(edited.modified_at > made.modified_at);
      assert.deepEqual(await registry.get(made.id, inAccount), edited);

      assert.deepEqual(await registry.delete(made.id, inAccount), { id: made.id });
      await errorOf(registry.get(made.id, inAccount), 'NotFoundError');
    });

    it('answers under a base URL without /client/v4 too', async () => {
      const made = await connect({ baseURL: daemon.origin }).create({ ...inAccount, ...person });
      assert.deepEqual(await registry.delete(made.id, inAccount), { id: made.id });
    });

    it('knows an e-mail address and an API key', async () => {
      const byKey = connect({ apiToken: null, apiEmail: account.email, apiKey: account.key });
      const made = await byKey.create({ ...inAccount, ...person });
      assert.deepEqual(await byKey.delete(made.id, inAccount), { id: made.id });
    });

    it('iterates over 2,500 entries', async () => {
      const many = await daemon.account(`${version}, many`);
      const theirs = connect({ apiToken: many.write });
      const wanted = Array.from({ length: 2500 }, (_, i) => `Person ${i}`);
      await daemon.import(many, wanted.map((name, i) => `${name},person.${i}@example.com`));

      for (const query of [{}, { per_page: 1000, order: 'name', direction: 'desc' }]) {
        const seen = [];
        for await (const each of theirs.list({ account_id: many.id, ...query })) seen.push(each);
        assert.equal(seen.length, 2500);
        assert.equal(new Set(seen.map((each) => each.id)).size, 2500);
        const names = seen.map((each) => each.name);
        assert.deepEqual([...names].sort(), [...wanted].sort());
        if (query.order) assert.deepEqual(names, [...names].sort().reverse());
      }
      const page = await theirs.list({ account_id: many.id, search: 'person 249', per_page: 5 });
      assert.deepEqual(
        { ...page.result_info },
        { count: 5, page: 1, per_page: 5, total_count: 11, total_pages: 3 },
      );
    });

    it('throws its typed errors', async () => {
      const bad = await errorOf(registry.create({ ...inAccount, name: '', email: 'x@@y', is_email_regex: false }), 'BadRequestError');
      assert.equal(bad.status, 400);
      assert.deepEqual(codesOf(bad), [10400, 10400]);
      assert.deepEqual(bad.errors.map((each) => each.source.pointer).sort(), ['/email', '/name']);

      const stranger = connect({ apiToken: account.write.slice(0, -6) + 'AAAAAA' });
      assert.deepEqual(codesOf(await errorOf(stranger.get('x', inAccount), 'AuthenticationError')), [10000]);

      const reader = connect({ apiToken: account.read });
      const denied = await errorOf(reader.create({ ...inAccount, ...person }), 'PermissionDeniedError');
      assert.deepEqual(codesOf(denied), [10000]);
      const elsewhere = await daemon.account('Elsewhere');
      await errorOf(registry.create({ ...person, account_id: elsewhere.id }), 'PermissionDeniedError');

      const missing = await errorOf(
        registry.get('018f3c1e-7b2a-7c3d-8e4f-0123456789ab', inAccount),
        'NotFoundError',
      );
      assert.deepEqual(codesOf(missing), [10404]);

      const once = { headers: { 'Idempotency-Key': `key of ${version}` } };
      const made = await registry.create({ ...inAccount, ...person }, once);
      assert.equal((await registry.create({ ...inAccount, ...person }, once)).id, made.id);
      const other = await errorOf(registry.create({ ...inAccount, ...person, name: 'X' }, once), 'UnprocessableEntityError');
      assert.deepEqual(codesOf(other), [10422]);
    });

    it('is told to slow down', async () => {
      const busy = await Daemon.start('[rate_limit]\nrequests = 3\n');
      try {
        const { id, write } = await busy.account(version);
        const hurried = connect({ apiToken: write, baseURL: `${busy.origin}/client/v4`, maxRetries: 0 });
        for (let i = 0; i < 3; ++i) await hurried.list({ account_id: id });
        assert.deepEqual(codesOf(await errorOf(hurried.list({ account_id: id }), 'RateLimitError')), [10429]);
      } finally {
        await busy.stop();
      }
    });

    // Lets a client work through a proxy that loses the first answer to `method`.
    const throughProxy = async (method, work, open = connect) => {
      const proxy = await LossyProxy.start(daemon.port, method);
      try {
        await work(open({ baseURL: `http://127.0.0.1:${proxy.port}/client/v4` }));
      } finally {
        await proxy.stop();
      }
      assert.equal(proxy.lost, 1);
      assert.deepEqual(proxy.retryCounts, ['0', '1']);
    };

    it('creates one entry when the answer is lost and the request repeated', async () => {
      const lost = { ...inAccount, ...person, name: 'Lost Answer' };
      let made;
      await throughProxy('POST', async (lossy) => {
        made = await lossy.create(lost);
      });
      const found = [];
      for await (const each of registry.list({ ...inAccount, search: lost.name })) found.push(each);
      assert.deepEqual(found, [made]);
      // The same by a new call is a new entry.
      assert.notEqual((await registry.create(lost)).id, made.id);
    });

    it('deletes an entry when the answer is lost and the request repeated', async () => {
      const made = await registry.create({ ...inAccount, ...person });
      await throughProxy('DELETE', async (lossy) => {
        assert.deepEqual(await lossy.delete(made.id, inAccount), { id: made.id });
      });
      await errorOf(registry.get(made.id, inAccount), 'NotFoundError');
      await errorOf(registry.delete(made.id, inAccount), 'NotFoundError');
    });

    for (const [name, { fields, change, filter, common }] of Object.entries(LISTS)) {
      describe(name, () => {
        let policies;
        before(() => {
          policies = settings()[name];
        });

        it('creates, gets, edits and deletes', async () => {
          const made = await policies.create({ ...inAccount, ...fields, comments: 'note' });
          assert.deepEqual({ ...made, ...fields, comments: 'note' }, made);
          assert.deepEqual(Object.keys(made).sort(), [...Object.keys(fields), ...common, ...POLICY_FIELDS].sort());
          assert.deepEqual(await policies.get(made.id, inAccount), made);

          const edited = await policies.edit(made.id, { ...inAccount, ...change });
          const { modified_at, last_modified } = edited;
          assert.deepEqual(edited, { ...made, ...change, modified_at, last_modified });
          assert.ok(modified_at > made.modified_at);
          assert.deepEqual(await policies.get(made.id, inAccount), edited);

          assert.deepEqual(await policies.delete(made.id, inAccount), { id: made.id });
          await errorOf(policies.get(made.id, inAccount), 'NotFoundError');
          await errorOf(policies.delete(made.id, inAccount), 'NotFoundError');
        });

        it('lists with filters and over pages', async () => {
          const made = [];
          for (let i = 0; i < 5; ++i) {
            made.push(await policies.create({ ...inAccount, ...fields, pattern: `p${i}.*`, is_regex: true }));
          }
          const seen = [];
          const query = { ...filter, order: 'pattern', direction: 'desc', per_page: 2 };
          for await (const each of policies.list({ ...inAccount, ...query })) seen.push(each);
          assert.deepEqual(seen, made.reverse());
          const page = await policies.list({ ...inAccount, pattern: 'p3.*' });
          assert.deepEqual(page.result, [made[1]]);
        });

        it('throws its typed errors', async () => {
          const bad = await errorOf(policies.create({ ...inAccount, ...fields, pattern: '(', is_regex: true }), 'BadRequestError');
          assert.deepEqual(bad.errors.map((each) => each.source.pointer), ['/pattern']);
          const reader = settings({ apiToken: account.read })[name];
          await errorOf(reader.create({ ...inAccount, ...fields }), 'PermissionDeniedError');
        });

        it('creates and deletes once when the answer is lost and the request repeated', async () => {
          const lost = { ...inAccount, ...fields, comments: 'Lost Answer' };
          let made;
          await throughProxy('POST', async (lossy) => {
            made = await lossy.create(lost);
          }, (options) => settings(options)[name]);
          assert.deepEqual((await policies.list({ ...inAccount, search: 'lost answer' })).result, [made]);
          await throughProxy('DELETE', async (lossy) => {
            assert.deepEqual(await lossy.delete(made.id, inAccount), { id: made.id });
          }, (options) => settings(options)[name]);
        });

        if (version === '7.x') {
          it('changes many at once', async () => {
            const [first, second, third] = await Promise.all(
              [1, 2, 3].map(() => policies.create({ ...inAccount, ...fields })),
            );
            const done = await policies.batch({
              ...inAccount,
              deletes: [{ id: first.id }],
              patches: [{ id: second.id, ...change }],
              puts: [{ id: third.id, ...fields, comments: 'put' }],
              posts: [fields, fields],
            });
            assert.deepEqual(done.deletes, [{ id: first.id }]);
            assert.deepEqual(done.patches, [await policies.get(second.id, inAccount)]);
            assert.deepEqual(done.puts, [await policies.get(third.id, inAccount)]);
            assert.equal(done.puts[0].comments, 'put');
            assert.equal(done.posts.length, 2);
            const error = await errorOf(
              policies.batch({ ...inAccount, deletes: [{ id: first.id }], patches: [], puts: [], posts: [fields] }),
              'NotFoundError',
            );
            assert.deepEqual(error.errors.map((each) => each.source.pointer), ['/deletes/0/id']);
          });
        }
      });
    }

    if (version === '4.x') {
      // SDKs of other languages, generated at that time, send a list. This one's create() puts it into
      // an object, so the list goes by its general post().
      it('creates trusted domains from a list, as its contemporaries may', async () => {
        const { fields } = LISTS.trustedDomains;
        const client = new SDK({ apiToken: account.write, baseURL: `${daemon.origin}/client/v4` });
        const path = `/accounts/${account.id}/email-security/settings/trusted_domains`;
        const { result: made } = await client.post(path, { body: [fields, fields] });
        assert.equal(made.length, 2);
        assert.notEqual(made[0].id, made[1].id);
        assert.deepEqual(await settings().trustedDomains.get(made[1].id, inAccount), made[1]);
      });
    }
  });
}
