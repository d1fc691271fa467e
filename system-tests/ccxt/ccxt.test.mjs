/**
 * The simulator as the most used client library sees it: ccxt as npm delivers it, only its addresses configured. What
 * passes here is understood by an implementation of KuCoin's protocol that shares nothing with ours. Run after
 * `mvn package`: `npm ci && npm test`.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import ccxt from 'ccxt';
import { startSimulator } from './simulator.mjs';

const STEP_MS = 15_000;
const POLL_MS = 20;
const MINUTE_MS = 60_000;
const NS_PER_MS = 1_000_000n;

const HALVES = [
  { name: 'spot', type: ccxt.pro.kucoin, symbol: 'BTC/USDT', id: 'BTC-USDT', endpoint: 'public' },
  { name: 'futures', type: ccxt.pro.kucoinfutures, symbol: 'BTC/USDT:USDT', id: 'XBTUSDTM', endpoint: 'publicFutures' },
];

const WATCHES = {
  watchTicker: async (client, symbol) => (await client.watchTicker(symbol)).last,
  watchTickers: async (client, symbol) => (await client.watchTickers([symbol]))[symbol].last,
  watchTrades: async (client, symbol) => (await client.watchTrades(symbol)).at(-1).price,
};

let simulator;
const markets = {};
// On the grid of both symbols, and never printed before.
let nextTenth = 600_001;

before(async () => {
  simulator = await startSimulator();
  for (const { name, type } of HALVES) {
    markets[name] = await within('loadMarkets', pointed(type).loadMarkets());
  }
});

after(() => simulator?.stop());

test('the markets are listed with their grids', () => {
  const pair = markets.spot['BTC/USDT'];
  assert.equal(pair.id, 'BTC-USDT');
  assert.equal(pair.spot, true);
  assert.equal(pair.active, true);
  assert.equal(pair.precision.price, 0.1);
  assert.equal(pair.precision.amount, 0.00000001);
  assert.equal(pair.limits.amount.min, 0.00001);
  assert.equal(pair.taker, 0.001);
  assert.equal(markets.spot['ETH/USDT'].precision.price, 0.01);

  const linear = markets.futures['BTC/USDT:USDT'];
  assert.equal(linear.id, 'XBTUSDTM');
  assert.equal(linear.swap, true);
  assert.equal(linear.linear, true);
  assert.equal(linear.precision.price, 0.1);
  assert.equal(linear.precision.amount, 1);
  assert.equal(linear.contractSize, 0.001);
  assert.equal(linear.taker, 0.0006);
  assert.equal(markets.futures['ETH/USDT:USDT'].contractSize, 0.01);
  assert.equal(markets.futures['SOL/USDT:USDT'].precision.price, 0.001);

  const inverse = markets.futures['BTC/USD:BTC'];
  assert.equal(inverse.id, 'XBTUSDM');
  assert.equal(inverse.inverse, true);
  assert.equal(inverse.contractSize, 1);
});

for (const half of HALVES) {
  const { name, symbol, id, endpoint } = half;

  for (const [call, watch] of Object.entries(WATCHES)) {
    test(`${name}: ${call} delivers the printed price`, async (t) => {
      const client = await freshClient(t, half);
      await printUntilSeen(id, () => watch(client, symbol));
    });
  }

  test(`${name}: a watched trade is the printed one`, async (t) => {
    const client = await freshClient(t, half);
    let trade;
    const printed = await printUntilSeen(id, async () => {
      trade = (await client.watchTrades(symbol)).at(-1);
      return trade.price;
    });
    const { time } = printed.get(trade.id);
    assert.equal(trade.symbol, symbol);
    assert.equal(trade.timestamp, Number(BigInt(time) / NS_PER_MS));
    assert.equal(trade.amount, client.market(symbol).limits.amount.min);
    assert.match(trade.side, /^(buy|sell)$/);
  });

  for (const kind of ['kill', 'close']) {
    test(`${name}: prices go on after the socket ended by ${kind}`, async (t) => {
      const client = await freshClient(t, half);
      const next = () => WATCHES.watchTrades(client, symbol);
      await printUntilSeen(id, next);

      const ended = untilRefused(next);
      assert.equal(await simulator.fault({ kind, market: name }), 1);
      assert.ok((await within('the end of the socket', ended)) instanceof ccxt.NetworkError);

      await printUntilSeen(id, next, []);
    });
  }

  test(`${name}: an expired token is renewed and prices go on`, async (t) => {
    const client = await freshClient(t, half);
    const next = () => WATCHES.watchTicker(client, symbol);
    await printUntilSeen(id, next);
    const before = await client.options.urls[endpoint];

    const ended = untilRefused(next);
    await simulator.fault({ kind: 'reject_token', market: name });
    await simulator.fault({ kind: 'kill', market: name });
    await within('the end of the socket', ended);

    const refusals = [];
    await printUntilSeen(id, next, refusals);
    assert.ok(refusals.some(({ message }) => message.includes('token is expired')), String(refusals));
    assert.notEqual(await client.options.urls[endpoint], before);
  });

  test(`${name}: candles, trades and the ticker are answered`, async (t) => {
    const client = await freshClient(t, half);
    const startedMs = Date.now();
    await simulator.trade(id, '70000.0');
    await simulator.trade(id, '50000.0');
    const last = freshPrice();
    const { time } = await simulator.trade(id, last);

    const since = Math.floor(startedMs / MINUTE_MS) * MINUTE_MS;
    const candles = await within('fetchOHLCV', client.fetchOHLCV(symbol, '1m', since));
    assert.ok(candles.length >= 1);
    candles.forEach(([startMs], i) => assert.equal((startMs - since) % MINUTE_MS, 0, `candle ${i} starts at ${startMs}`));
    assert.equal(Math.max(...candles.map(([, , high]) => high)), 70000);
    assert.equal(Math.min(...candles.map(([, , , low]) => low)), 50000);
    assert.equal(candles.at(-1)[4], Number(last));
    assert.ok(candles.at(-1)[5] > 0);

    const trades = await within('fetchTrades', client.fetchTrades(symbol));
    assert.deepEqual(trades.slice(-3).map(({ price }) => price), [70000, 50000, Number(last)]);
    assert.equal(trades.at(-1).timestamp, Number(BigInt(time) / NS_PER_MS));

    const ticker = await within('fetchTicker', client.fetchTicker(symbol));
    assert.equal(ticker.symbol, symbol);
    assert.equal(ticker.last, Number(last));
    assert.ok(ticker.bid < ticker.ask, `${ticker.bid} ${ticker.ask}`);
    assert.ok(ticker.timestamp >= startedMs);
  });
}

/** ccxt as it is, with every address it knows replaced, so that none of its calls leaves this machine. */
function pointed(type) {
  const spot = `http://${simulator.spot}`;
  const futures = `http://${simulator.futures}`;
  const api = new type().urls.api;
  const replaced = Object.fromEntries(Object.keys(api).map((key) => [key, key.startsWith('futures') ? futures : spot]));
  return new type({ urls: { api: { ...replaced, ws: { spot: `ws://${simulator.spot}`, futures: `ws://${simulator.futures}`, private: `ws://${simulator.spot}` } } } });
}

async function freshClient(t, { name, type }) {
  const client = pointed(type);
  client.setMarkets(markets[name]);
  // ccxt asks for this before it dials an address without TLS.
  await client.loadHttpProxyAgent();
  t.after(() => client.close());
  return client;
}

function freshPrice() {
  nextTenth += 1;
  return (nextTenth / 10).toFixed(1);
}

/**
 * Prints one price nobody has seen until a watch returns it: nothing tells a client when its subscription has taken
 * effect. With a list of refusals, those of the watch are kept there and it is called again, as every user of ccxt does.
 * Answers the printed trades by their sequence.
 */
async function printUntilSeen(id, next, refusals) {
  const price = freshPrice();
  const printed = new Map();
  let over = false;
  const print = async () => {
    while (!over) {
      const trade = await simulator.trade(id, price);
      printed.set(String(trade.sequence), trade);
      await pause(POLL_MS);
    }
  };
  const watch = async () => {
    while (!over) {
      try {
        over = (await next()) === Number(price);
      } catch (refusal) {
        if (!refusals) throw refusal;
        refusals.push(refusal);
        await pause(POLL_MS);
      }
    }
  };
  try {
    await within(`${price} of ${id}`, Promise.all([print(), watch()]));
  } finally {
    over = true;
  }
  return printed;
}

/** Why the watch ended; what it still delivers before is passed over. */
async function untilRefused(next) {
  for (;;) {
    try {
      await next();
    } catch (refusal) {
      return refusal;
    }
  }
}

async function within(what, promise) {
  const late = new AbortController();
  const timeout = pause(STEP_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`not within ${STEP_MS} ms: ${what}`);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    late.abort();
    timeout.catch(() => {});
  }
}
