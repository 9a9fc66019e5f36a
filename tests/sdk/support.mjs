// SPDX-License-Identifier: Apache-2.0
// A namesaked of its own for the SDK's tests, a mail filter that gives it records, a mail server that takes released
// mail, and a proxy that loses answers.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const program = (name) => path.join(process.env.NAMESAKE_BIN, name);

// A sanitizer makes everything several times slower; ctest stops what hangs for ever.
const PATIENCE_MS = 60_000;

export async function namesake(...words) {
  const { stdout } = await promisify(execFile)(program('namesake'), words, { timeout: PATIENCE_MS });
  return stdout.trim();
}

// A file in the folder or, beneath with_postgres.py, a database.
let databases = 0;
async function newStore(folder) {
  const server = process.env.NAMESAKE_TEST_POSTGRES;
  if (server === undefined) return `sqlite:${folder}/namesake.db`;
  const name = `sdk_${process.pid}_${databases++}`;
  const sql = `CREATE DATABASE ${name} TEMPLATE template0`;
  await promisify(execFile)('psql', ['-q', '-h', server, '-U', 'postgres', '-c', sql]);
  return `postgresql:///${name}?host=${server}&user=postgres`;
}

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// What `attempt` gives, once it gives something.
export async function until(attempt, what) {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(20)) {
    const result = await attempt();
    if (result) return result;
  }
  throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s`);
}

// namesaked over a temporary folder. `settings` is the text of its settings file.
export class Daemon {
  static async start(settings = '') {
    const daemon = new Daemon();
    daemon.folder = await mkdtemp(path.join(tmpdir(), 'namesake-sdk-'));
    daemon.store = await newStore(daemon.folder);
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

// namesake-milter over the daemon's store, and the mail server's side of its protocol.
export class Filter {
  static async start(daemon) {
    const filter = new Filter();
    filter.port = await freePort();
    const config = path.join(daemon.folder, 'milter.toml');
    await writeFile(config, 'log.level = "warning"\n');
    filter.process = spawn(
      program('namesake-milter'),
      ['--listen', `inet:${filter.port}@127.0.0.1`, '--store', daemon.store, '--config', config],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    filter.ended = new Promise((resolve) => filter.process.once('exit', resolve));
    return filter;
  }

  // One message from <x@evil.example> to `to`; gives the command that decides its fate.
  async deliver({ author, to, subject, queueId }) {
    const server = await this.connect();
    const answers = readPackets(server);
    const send = (command, ...parts) => {
      const data = Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(`${part}\0`))));
      const head = Buffer.alloc(5);
      head.writeUInt32BE(data.length + 1);
      head.write(command, 4);
      server.write(Buffer.concat([head, data]));
    };
    const next = async () => (await answers.next()).value;
    // Every action is allowed, and of the protocol only what each command answers.
    send('O', Buffer.from([0, 0, 0, 6, 0, 0, 1, 0xff, 0, 0, 0, 0x7f]));
    await next();
    const fields = [['From', author], ['Subject', subject], ['Message-ID', `<${queueId}@evil.example>`]];
    const steps = [
      ['C', 'client.example', Buffer.from('4\0\x19'), '192.0.2.7'],
      ['M', '<x@evil.example>'],
      ['R', `<${to}>`],
      ...fields.map((field) => ['L', ...field]),
      ['N'],
      ['B', Buffer.from('Call me.\r\n')],
    ];
    for (const step of steps) {
      send(...step);
      await next();
    }
    send('D', Buffer.from('E'), 'i', queueId);
    send('E');
    let fate = await next();
    while ('himq+'.includes(fate)) fate = await next(); // changes to the message come first
    server.destroy();
    return fate;
  }

  // As soon as the filter listens.
  async connect() {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(20)) {
      const socket = net.connect(this.port, '127.0.0.1');
      const connected = new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
      if (await connected) return socket;
    }
    throw new Error('namesake-milter does not listen');
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
  }
}

// The commands of the packets that a filter sends.
async function* readPackets(socket) {
  let octets = Buffer.alloc(0);
  for await (const piece of socket) {
    octets = Buffer.concat([octets, piece]);
    while (octets.length >= 4 && octets.length >= 4 + octets.readUInt32BE(0)) {
      const end = 4 + octets.readUInt32BE(0);
      yield octets.toString('latin1', 4, 5);
      octets = octets.subarray(end);
    }
  }
}

// An SMTP server that takes everything: `messages` are what it was given, `{ recipients, text }`.
export class MailServer {
  static async start() {
    const server = new MailServer();
    server.messages = [];
    server.listener = net.createServer((client) => server.serve(client)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.listener.once('listening', resolve));
    server.port = server.listener.address().port;
    return server;
  }

  serve(client) {
    let lines = '';
    let message = { recipients: [], text: null };
    client.setEncoding('latin1').on('error', () => client.destroy());
    client.write('220 mail.example ESMTP\r\n');
    client.on('data', (piece) => {
      lines += piece;
      for (let end; (end = lines.indexOf('\r\n')) >= 0; lines = lines.slice(end + 2)) {
        const line = lines.slice(0, end);
        if (message.text !== null && line !== '.') {
          message.text += `${line.replace(/^\./, '')}\r\n`;
        } else if (message.text !== null) {
          this.messages.push(message);
          message = { recipients: [], text: null };
          client.write('250 taken\r\n');
        } else if (/^DATA/i.test(line)) {
          message.text = '';
          client.write('354 go on\r\n');
        } else {
          const recipient = /^RCPT TO:<(.*)>/i.exec(line)?.[1];
          if (recipient) message.recipients.push(recipient);
          client.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 mail.example\r\n');
        }
      }
    });
  }

  stop() {
    return new Promise((resolve) => this.listener.close(resolve));
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
