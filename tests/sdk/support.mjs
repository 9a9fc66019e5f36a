// SPDX-License-Identifier: Apache-2.0
// A namesaked of its own for the SDK's tests, and a proxy that loses answers.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const program = (name) => path.join(process.env.NAMESAKE_BIN, name);

// A sanitizer makes everything several times slower; ctest stops what hangs for ever.
const PATIENCE_MS = 60_000;

async function namesake(...words) {
  const { stdout } = await promisify(execFile)(program('namesake'), words, { timeout: PATIENCE_MS });
  return stdout.trim();
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// namesaked over a temporary folder. `settings` is the text of its settings file.
export class Daemon {
  static async start(settings = '') {
    const daemon = new Daemon();
    daemon.folder = await mkdtemp(path.join(tmpdir(), 'namesake-sdk-'));
    daemon.store = `sqlite:${daemon.folder}/namesake.db`;
    daemon.port = await freePort();
    // The store exists before the daemon starts, as with script/server.
    await namesake('account', 'create', '--store', daemon.store, '--name', 'First');
    const config = path.join(daemon.folder, 'namesaked.toml');
    await writeFile(config, `log.level = "warning"\n${settings}`);
    daemon.process = spawn(
      program('namesaked'),
      ['--listen', `127.0.0.1:${daemon.port}`, '--store', daemon.store, '--config', config],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    daemon.ended = new Promise((resolve) => daemon.process.once('exit', resolve));
    await daemon.untilReady();
    return daemon;
  }

  async untilReady() {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(20)) {
      if (this.process.exitCode !== null) throw new Error(`namesaked ended with ${this.process.exitCode}`);
      const answer = await fetch(`${this.origin}/readyz`).catch(() => null);
      if (answer?.ok) return;
    }
    throw new Error('namesaked is not ready');
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  // An account with a token of each permission and an e-mail address with its API key.
  async account(name) {
    const words = ['--store', this.store];
    const id = await namesake('account', 'create', ...words, '--name', name);
    const token = (permission) =>
      namesake('token', 'create', ...words, '--account', id, '--permission', permission);
    const email = `admin.${id}@example.com`;
    const key = await namesake('key', 'create', ...words, '--email', email, '--account', id);
    const account = { id, write: await token('write'), read: await token('read'), email, key };
    await this.untilKnown(account.read); // the last one made: then it knows the others, too
    return account;
  }

  // Another process has made the token: the daemon hears of it within a second.
  async untilKnown(token) {
    const headers = { Authorization: `Bearer ${token}` };
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(20)) {
      const answer = await fetch(`${this.origin}/client/v4/user/tokens/verify`, { headers });
      if (answer.ok) return;
    }
    throw new Error('namesaked does not know the token');
  }

  // Creates entries from lines of "name,address".
  async import(account, lines) {
    const table = path.join(this.folder, `${account.id}.csv`);
    await writeFile(table, ['Display_Name,Email', ...lines, ''].join('\n'));
    await namesake('registry', 'import', '--store', this.store, '--account', account.id, table);
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

// A TCP proxy in front of `port` that passes the first request of `method` on, waits for the answer,
// throws it away and cuts the connection. Everything else goes through untouched.
export class LossyProxy {
  static async start(port, method) {
    const proxy = new LossyProxy();
    proxy.upstreamPort = port;
    proxy.method = method;
    proxy.lost = 0; // answers thrown away
    proxy.retryCounts = []; // X-Stainless-Retry-Count of each request of `method`
    proxy.sockets = new Set();
    proxy.server = net.createServer((client) => proxy.join(client)).listen(0, '127.0.0.1');
    await new Promise((resolve) => proxy.server.once('listening', resolve));
    proxy.port = proxy.server.address().port;
    return proxy;
  }

  join(client) {
    const upstream = net.connect(this.upstreamPort, '127.0.0.1');
    let loseAnswer = false;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    // The SDK sends the head of a request in one piece.
    client.on('data', (piece) => {
      if (piece.toString('latin1').startsWith(`${this.method} `)) {
        this.retryCounts.push(/x-stainless-retry-count: *(\d+)/i.exec(piece.toString('latin1'))?.[1]);
        loseAnswer = this.lost === 0;
      }
      upstream.write(piece);
    });
    upstream.on('data', (piece) => {
      if (!loseAnswer) return client.write(piece);
      this.lost += 1;
      end();
    });
  }

  stop() {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
