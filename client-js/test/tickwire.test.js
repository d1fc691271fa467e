import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Advice, adviceFor, TickwireClient } from '../src/tickwire.js';
import { fakeSockets, fakeTimers, settle } from './fakes.js';

const WELCOME = { type: 'welcome', connection_id: 'conn_1', user: 'alice', heartbeat: 1000, limits: {} };

function rig(options = {}) {
  const { FakeWebSocket, sockets } = fakeSockets();
  const timers = fakeTimers();
  const states = [];
  const errors = [];
  const client = new TickwireClient({
    url: 'ws://gateway/v1/ws',
    token: 'tok',
    WebSocket: FakeWebSocket,
    timers,
    random: () => 1,
    onState: (state) => states.push(state),
    onError: (error) => errors.push(error),
    ...options,
  });
  return { client, sockets, timers, states, errors };
}

async function signedIn(options) {
  const made = rig(options);
  made.client.connect();
  await settle();
  made.sockets[0].open();
  made.sockets[0].receive(WELCOME);
  return made;
}

test('refuses to be made without url or token', () => {
  assert.throws(() => new TickwireClient({ url: 'ws://x' }), TypeError);
  assert.throws(() => new TickwireClient({ token: 't' }), TypeError);
});

test('signs in by the first message and keeps the token out of the address', async () => {
  const { client, sockets } = await signedIn();
  assert.equal(sockets[0].url, 'ws://gateway/v1/ws');
  assert.deepEqual(sockets[0].protocols, ['tickwire.v1.json']);
  assert.deepEqual(sockets[0].sent[0], { type: 'auth', token: 'tok' });
  assert.equal(client.state, 'open');
  assert.equal(client.welcome.user, 'alice');
});

test('subscribes once signed in, also what was asked before', async () => {
  const { client, sockets } = rig();
  client.subscribe('market:BTC-USDT', () => {});
  client.subscribe('user:me', () => {}, { interval_ms: 0 });
  client.connect();
  await settle();
  sockets[0].open();
  assert.equal(sockets[0].sent.length, 1);
  sockets[0].receive(WELCOME);
  assert.deepEqual(sockets[0].sent[1].channels, ['market:BTC-USDT', { channel: 'user:me', interval_ms: 0 }]);
});

test('hands events to the handlers of their channel, also out of a batch and under an alias', async () => {
  const { client, sockets } = await signedIn();
  const seen = [];
  client.subscribe('market:BTC-USDT', (event) => seen.push(['market', event.data]));
  client.subscribe('user:me', (event) => seen.push(['user', event.data]));
  sockets[0].receive({ type: 'subscribed', channels: [{ channel: 'user:alice', requested: 'user:me' }], rejected: [] });
  sockets[0].receive({ type: 'quote', channel: 'market:BTC-USDT', data: 1 });
  sockets[0].receive({
    type: 'event_batch',
    events: [
      { type: 'quote', channel: 'market:BTC-USDT', data: 2 },
      { type: 'quote', channel: 'market:ETH-USDT', data: 3 },
    ],
  });
  sockets[0].receive({ type: 'position_closed', channel: 'user:alice', data: 4 });
  assert.deepEqual(seen, [['market', 1], ['market', 2], ['user', 4]]);
});

test('a handler that throws does not keep the event from the others', async () => {
  const { client, sockets, errors } = await signedIn();
  const seen = [];
  client.subscribe('c', () => {
    throw new Error('boom');
  });
  client.subscribe('c', (event) => seen.push(event.data));
  sockets[0].receive({ type: 'x', channel: 'c', data: 1 });
  assert.deepEqual(seen, [1]);
  assert.equal(errors[0].code, 'handler_failed');
});

test('unsubscribes when the last handler leaves', async () => {
  const { client, sockets } = await signedIn();
  const first = client.subscribe('c', () => {});
  const second = client.subscribe('c', () => {});
  first();
  first();
  assert.equal(sockets[0].sent.filter((message) => message.type === 'unsubscribe').length, 0);
  second();
  assert.deepEqual(sockets[0].sent.at(-1).channels, ['c']);
  assert.equal(sockets[0].sent.at(-1).type, 'unsubscribe');
});

test('comes back with back-off and subscribes again after a broken connection', async () => {
  const { client, sockets, timers } = await signedIn();
  client.subscribe('c', () => {});
  sockets[0].shut(1006);
  assert.equal(client.state, 'waiting');
  timers.advance(499);
  await settle();
  assert.equal(sockets.length, 1);
  timers.advance(1);
  await settle();
  assert.equal(sockets.length, 2);
  sockets[1].open();
  sockets[1].receive(WELCOME);
  assert.deepEqual(sockets[1].sent[1].channels, ['c']);
});

test('waits longer after every failed attempt, with jitter', async () => {
  const waits = [];
  const { client, sockets, timers } = rig({
    random: () => 0,
    onState: (state, detail) => state === 'waiting' && waits.push(detail.ms),
  });
  client.connect();
  for (let i = 0; i < 4; i++) {
    await settle();
    sockets[i].shut(1006);
    timers.advance(waits.at(-1));
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000]);
});

test('comes back when a draining gateway said so', async () => {
  const waits = [];
  const { sockets } = await signedIn({ onState: (state, detail) => state === 'waiting' && waits.push(detail.ms) });
  sockets[0].receive({ type: 'reconnect', after_ms: 1234, reason: 'draining' });
  sockets[0].shut(1012);
  assert.deepEqual(waits, [1234]);
});

test('stays away where coming back would not help', async () => {
  for (const code of [1009, 4400, 4403]) {
    const { client, sockets, timers } = await signedIn();
    sockets[0].shut(code);
    timers.advance(1_000_000);
    await settle();
    assert.equal(client.state, 'closed', `code ${code}`);
    assert.equal(sockets.length, 1);
  }
});

test('asks for a new token after 4401, and gives up when that is refused too', async () => {
  let asked = 0;
  const { client, sockets, timers } = await signedIn({ token: async () => `tok${++asked}` });
  sockets[0].shut(4401);
  timers.advance(60_000);
  await settle();
  sockets[1].open();
  assert.deepEqual(sockets[1].sent[0], { type: 'auth', token: 'tok2' });
  sockets[1].shut(4401);
  assert.equal(client.state, 'closed');
});

test('backs off for long when the gateway is full', async () => {
  const waits = [];
  const { sockets } = await signedIn({ onState: (state, detail) => state === 'waiting' && waits.push(detail.ms) });
  sockets[0].shut(4429);
  assert.deepEqual(waits, [5000]);
  assert.equal(adviceFor(4429), Advice.BACK_OFF);
});

test('drops a connection that is silent for two heartbeats', async () => {
  const { client, sockets, timers } = await signedIn();
  timers.advance(1500);
  sockets[0].receive({ type: 'heartbeat', timestamp: 1, interval: 1000 });
  timers.advance(1999);
  assert.equal(client.state, 'open');
  timers.advance(1);
  assert.equal(client.state, 'waiting');
  assert.ok(sockets[0].closedByClient);
});

test('sends a new token when the old one is about to expire', async () => {
  let asked = 0;
  const { client, sockets } = await signedIn({ token: () => `tok${++asked}` });
  sockets[0].receive({ type: 'auth_expiring', expires_in: 60 });
  await settle();
  assert.equal(sockets[0].sent.at(-1).token, 'tok2');
  sockets[0].receive(WELCOME);
  assert.equal(client.state, 'open');
});

test('reports rejected channels and errors of the gateway', async () => {
  const { sockets, errors } = await signedIn();
  sockets[0].receive({
    type: 'subscribed',
    channels: [],
    rejected: [{ channel: 'user:bob', code: 'forbidden', message: 'no' }],
  });
  sockets[0].receive({ type: 'error', code: 'bad_request', message: 'unknown type' });
  assert.deepEqual(errors.map((error) => error.code), ['forbidden', 'bad_request']);
});

test('ignores what an abandoned socket still says', async () => {
  const { client, sockets } = await signedIn();
  client.close();
  assert.equal(client.state, 'closed');
  sockets[0].receive({ type: 'quote', channel: 'c', data: 1 });
  sockets[0].shut(1006);
  assert.equal(client.state, 'closed');
});

test('tries again later when no token is to be had', async () => {
  let failing = true;
  const { client, sockets, timers, errors } = rig({
    token: async () => {
      if (failing) {
        throw new Error('sign-in is down');
      }
      return 'tok';
    },
  });
  client.connect();
  await settle();
  assert.equal(client.state, 'waiting');
  assert.equal(errors[0].code, 'no_token');
  failing = false;
  timers.advance(1000);
  await settle();
  assert.equal(sockets.length, 1);
});
