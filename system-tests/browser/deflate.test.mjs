/**
 * permessage-deflate as others speak it: Node's `ws` and headless Chromium against the runnable jar. Run after `mvn package`:
 * `npm ci && npm test`.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import WebSocket from 'ws';

const JAR = resolve(import.meta.dirname, '../../standalone/target/tickwire-standalone-0.1.0-SNAPSHOT-runnable.jar');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const START_MS = 60_000;
const EVENTS = 60;
const BALLAST = 'Zoë pays in € and ¥. '.repeat(40);

let tickwire;
let folder;
let port;

before(async () => {
  assert.ok(existsSync(JAR), 'run mvn package first');
  const [pushPort, adminPort, spot, futures] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  port = pushPort;
  folder = mkdtempSync(join(tmpdir(), 'tickwire-deflate-'));
  tickwire = spawn('java', ['-Xmx256m', '-jar', JAR, 'up'], {
    cwd: folder,
    env: {
      ...process.env,
      TICKWIRE_PUSH_PORT: port,
      TICKWIRE_ADMIN_PORT: adminPort,
      TICKWIRE_SIM_SPOT_PORT: spot,
      TICKWIRE_SIM_FUTURES_PORT: futures,
      TICKWIRE_SIM_MODE: 'paused',
    },
  });
  await isUp(tickwire);
});

after(async () => {
  if (tickwire && tickwire.exitCode === null) {
    const gone = new Promise((done) => tickwire.once('exit', done));
    tickwire.kill('SIGTERM');
    await gone;
  }
  if (folder) {
    rmSync(folder, { recursive: true, force: true });
  }
});

function isUp(child) {
  return new Promise((up, failed) => {
    let output = '';
    const timer = setTimeout(() => failed(new Error(`not up in time:\n${output}`)), START_MS);
    const read = (data) => {
      output += data;
      if (output.includes('Tickwire is up')) {
        clearTimeout(timer);
        up();
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => failed(new Error(`ended with ${code}:\n${output}`)));
  });
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => found(String(free)));
    });
  });
}

async function post(path, token, body) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${path}: ${response.status} ${await response.clone().text()}`);
  return response.json();
}

async function token(user, scope) {
  return (await post('/v1/dev/tokens', null, { user, scope })).token;
}

/** Short ones that leave as they are, long ones that leave deflated, alone and in batches. */
async function publish() {
  const publisher = await token('backend', 'publish');
  for (let n = 0; n < EVENTS; n += 10) {
    const events = Array.from({ length: 10 }, (_, i) => ({
      type: 'alert',
      channel: 'alerts',
      data: { n: n + i, text: (n + i) % 3 ? 'short' : BALLAST },
    }));
    await post('/v1/events', publisher, events);
  }
}

function check(events) {
  assert.deepEqual(
    events.map((event) => event.data.n),
    Array.from({ length: EVENTS }, (_, n) => n),
  );
  events.forEach((event) => assert.equal(event.data.text, event.data.n % 3 ? 'short' : BALLAST));
}

/** A client with a list of the messages that came and a promise for the next one of a type. */
async function connect(user, protocol, options) {
  const url = `ws://127.0.0.1:${port}/v1/ws?token=${await token(user, 'push')}`;
  const socket = new WebSocket(url, protocol, options);
  const events = [];
  const waiting = new Map();
  let extensions;
  socket.on('upgrade', (response) => (extensions = response.headers['sec-websocket-extensions']));
  socket.on('message', (data, isBinary) => {
    const message = JSON.parse(isBinary ? 'null' : data.toString());
    events.push(...(message?.events ?? (message?.offset ? [message] : [])));
    waiting.get(message?.type)?.(message);
    if (events.length >= EVENTS) {
      waiting.get('all')?.(events);
    }
  });
  const next = (type) => new Promise((come) => waiting.set(type, come));
  await next('welcome');
  return { socket, next, agreed: () => extensions };
}

test('ws reads every event in order, deflated or not', async () => {
  const { socket, next, agreed } = await connect('alice', 'tickwire.v1.json', { perMessageDeflate: true });
  assert.match(socket.extensions, /permessage-deflate/);
  assert.match(agreed(), /server_no_context_takeover/);
  const subscribed = next('subscribed');
  socket.send(JSON.stringify({ type: 'subscribe', channels: ['alerts'], interval_ms: 50 }));
  await subscribed;
  const all = next('all');
  const before = socket._socket.bytesRead;
  await publish();
  check(await all);
  const read = socket._socket.bytesRead - before;
  assert.ok(read < (EVENTS / 3) * BALLAST.length * 0.5, `half or less of what the long texts have: ${read}`);
  socket.close();
});

test('what ws compresses is understood, again and again', async () => {
  const { socket, next } = await connect('bob', 'tickwire.v1.json', { perMessageDeflate: { threshold: 0 } });
  for (let i = 0; i < 20; i += 1) {
    const pong = next('pong');
    socket.send(JSON.stringify({ type: 'ping', filler: BALLAST, id: `${i} ${'é'.repeat(i)}` }));
    assert.equal((await pong).id, `${i} ${'é'.repeat(i)}`);
  }
  socket.close();
});

test('a message that inflates beyond the limit ends the connection', async () => {
  const { socket } = await connect('carol', 'tickwire.v1.json', { perMessageDeflate: { threshold: 0 } });
  const closed = new Promise((done) => socket.once('close', done));
  socket.send('x'.repeat(10_000_000));
  assert.equal(await closed, 1009);
});

test('Chromium reads every event in order', { skip: !CHROMIUM && 'no Chromium' }, async () => {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const extensions = await page.evaluate(
      ({ url, wanted }) =>
        new Promise((ready, failed) => {
          const socket = new WebSocket(url, 'tickwire.v1.json');
          const events = [];
          window.all = new Promise((done) => {
            socket.onmessage = ({ data }) => {
              const message = JSON.parse(data);
              if (message.type === 'welcome') {
                // Long enough for the browser to compress it.
                socket.send(JSON.stringify({ type: 'subscribe', filler: 'x'.repeat(5000), channels: ['alerts'], interval_ms: 50 }));
              } else if (message.type === 'subscribed') {
                ready(socket.extensions);
              }
              events.push(...(message.events ?? (message.offset ? [message] : [])));
              if (events.length >= wanted) {
                done(events);
              }
            };
          });
          socket.onclose = ({ code }) => failed(new Error(`closed with ${code}`));
        }),
      { url: `ws://127.0.0.1:${port}/v1/ws?token=${await token('dave', 'push')}`, wanted: EVENTS },
    );
    assert.match(extensions, /permessage-deflate/);
    await publish();
    check(await page.evaluate(() => window.all));
  } finally {
    await browser.close();
  }
});
