/**
 * permessage-deflate as others speak it: Node's `ws` and headless Chromium against the runnable jar. Run after `mvn package`:
 * `npm ci && npm test`; `EVENTS=1000000 node --test deflate.test.mjs` reads a million (some minutes).
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { launchChromium, startStandalone } from './standalone.mjs';

const EVENTS = Number(process.env.EVENTS ?? 60);
const AT_ONCE = Math.min(200, EVENTS / 6);
const BALLAST = 'Zoë pays in € and ¥. '.repeat(40);

let tickwire;
let port;

before(async () => {
  tickwire = await startStandalone({ TICKWIRE_PUSH_MAX_EVENTS_PER_SECOND: '0' });
  port = tickwire.port;
});

after(() => tickwire?.stop());

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
  for (let n = 0; n < EVENTS; n += AT_ONCE) {
    const events = Array.from({ length: Math.min(AT_ONCE, EVENTS - n) }, (_, i) => ({
      type: 'alert',
      channel: 'alerts',
      data: { n: n + i, text: (n + i) % 3 ? 'short' : BALLAST },
    }));
    await post('/v1/events', publisher, events);
  }
}

/** Takes events one after the other; true with the last. */
function checker() {
  let n = 0;
  return (event) => {
    assert.equal(event.data.n, n);
    assert.equal(event.data.text, n % 3 ? 'short' : BALLAST);
    n += 1;
    return n === EVENTS;
  };
}

/** A client that checks the events that come, with a promise for the next message of a type and one for all events. */
async function connect(user, protocol, options) {
  const url = `ws://127.0.0.1:${port}/v1/ws?token=${await token(user, 'push')}`;
  const socket = new WebSocket(url, protocol, options);
  const check = checker();
  const waiting = new Map();
  let extensions;
  socket.on('upgrade', (response) => (extensions = response.headers['sec-websocket-extensions']));
  socket.on('message', (data, isBinary) => {
    const message = JSON.parse(isBinary ? 'null' : data.toString());
    waiting.get(message?.type)?.(message);
    for (const event of message?.events ?? (message?.offset ? [message] : [])) {
      if (check(event)) {
        waiting.get('all')();
      }
    }
  });
  const next = (type) => new Promise((come) => waiting.set(type, come));
  await next('welcome');
  return { socket, next, agreed: () => extensions };
}

test('ws reads every event in order, deflated in pieces, as one, or not', async () => {
  // The second and third are sent the same batches as the first, which are deflated in another way then.
  const clients = await Promise.all(['alice', 'anne', 'ada'].map(subscribed));
  await publish();
  for (const { socket, all, before } of clients) {
    await all;
    const read = socket._socket.bytesRead - before;
    assert.ok(read < (EVENTS / 3) * BALLAST.length * 0.5, `half or less of what the long texts have: ${read}`);
    socket.close();
  }
});

async function subscribed(user) {
  const { socket, next, agreed } = await connect(user, 'tickwire.v1.json', { perMessageDeflate: true });
  assert.match(socket.extensions, /permessage-deflate/);
  assert.match(agreed(), /server_no_context_takeover/);
  const reply = next('subscribed');
  socket.send(JSON.stringify({ type: 'subscribe', channels: ['alerts'], interval_ms: 50 }));
  await reply;
  return { socket, all: next('all'), before: socket._socket.bytesRead };
}

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

test('Chromium reads every event in order', async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const extensions = await page.evaluate(
      ({ url, wanted, ballast }) =>
        new Promise((ready, failed) => {
          const socket = new WebSocket(url, 'tickwire.v1.json');
          let n = 0;
          window.all = new Promise((done, wrong) => {
            socket.onmessage = ({ data }) => {
              const message = JSON.parse(data);
              if (message.type === 'welcome') {
                // Long enough for the browser to compress it.
                socket.send(JSON.stringify({ type: 'subscribe', filler: 'x'.repeat(5000), channels: ['alerts'], interval_ms: 50 }));
              } else if (message.type === 'subscribed') {
                ready(socket.extensions);
              }
              for (const event of message.events ?? (message.offset ? [message] : [])) {
                if (event.data.n !== n || event.data.text !== (n % 3 ? 'short' : ballast)) {
                  wrong(new Error(`not event ${n}: ${JSON.stringify(event)}`));
                }
                n += 1;
                if (n === wanted) {
                  done(n);
                }
              }
            };
          });
          socket.onclose = ({ code }) => failed(new Error(`closed with ${code}`));
        }),
      { url: `ws://127.0.0.1:${port}/v1/ws?token=${await token('dave', 'push')}`, wanted: EVENTS, ballast: BALLAST },
    );
    assert.match(extensions, /permessage-deflate/);
    await publish();
    assert.equal(await page.evaluate(() => window.all), EVENTS);
  } finally {
    await browser.close();
  }
});
