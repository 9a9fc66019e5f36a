// SPDX-License-Identifier: Apache-2.0
// How namesaked serves the console, and how large it is.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { Daemon } from './support.mjs';

const MAX_COMPRESSED_BYTES = 350 * 1024;

describe('the files of the console', () => {
  let daemon;
  before(async () => { daemon = await Daemon.start(); });
  after(() => daemon.stop());

  // fetch() would unpack what comes.
  const get = (path, headers = {}) =>
    new Promise((resolve, reject) => {
      request(`${daemon.origin}${path}`, { headers }, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
      }).on('error', reject).end();
    });

  // The script that the page names, the files that it names, and so on.
  async function everyFile() {
    const sizes = new Map();
    const visit = async (path) => {
      if (sizes.has(path)) return;
      const { status, body } = await get(path, { 'Accept-Encoding': 'br' });
      assert.equal(status, 200, path);
      sizes.set(path, body.length);
      const text = (await get(path)).body.toString();
      for (const [name] of text.matchAll(/\bassets\/[\w.-]+\.(?:js|css|svg|woff2)\b/g)) await visit(`/${name}`);
      for (const [, name] of text.matchAll(/["']\.\/([\w.-]+\.(?:js|css))["']/g)) await visit(`/assets/${name}`);
    };
    await visit('/');
    return sizes;
  }

  it('take less than 350 KiB on the wire, all of them together', async () => {
    const sizes = await everyFile();
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    console.log(`${sizes.size} files, ${total} bytes compressed`);
    assert.ok(sizes.size > 3, [...sizes.keys()].join(' '));
    assert.ok(total < MAX_COMPRESSED_BYTES, `${total} bytes: ${[...sizes].join(' ')}`);
  });

  it('are sent once', async () => {
    const { headers } = await get('/');
    const again = await get('/', { 'If-None-Match': headers.etag });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
  });

  it('forbid scripts, styles and connections from elsewhere', async () => {
    const { headers } = await get('/');
    assert.match(headers['content-security-policy'], /default-src 'none'/);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe|https?:|\*/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
  });

  it('leave the API as it is', async () => {
    assert.equal((await get('/client/v4/user')).status, 400);
    assert.equal((await get('/assets/')).status, 404);
  });
});
