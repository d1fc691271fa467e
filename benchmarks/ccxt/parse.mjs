/**
 * How many spot match frames a second an unmodified ccxt turns into trades, on one thread and without a network.
 *
 *   node parse.mjs [FILE] [--frames 200000] [--seed 1] [--rounds 5] [--write FILE]
 *
 * FILE holds one JSON frame a line; without it frames are drawn from the seed. --write keeps them, so that another
 * program reads the very same, and measures nothing. Two ways in are measured:
 * `handler`, JSON.parse of a text and ccxt's handleMessage; and `client`, ccxt's own onMessage with the bytes of a
 * frame, which is what a socket calls. Nobody waits for the trades: that would cost more.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import ccxt from 'ccxt';
import { drawFrames, readFrames, writeFrames } from './frames.mjs';

const LEAST_PER_ROUND = 200_000;
const MIB = 1024 * 1024;
// The package's own: the constant in ccxt's code may lag a release behind.
const CCXT_VERSION = JSON.parse(readFileSync(new URL('node_modules/ccxt/package.json', import.meta.url))).version;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    frames: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    write: { type: 'string' },
  },
});
const frames = positionals.length > 0 ? given(positionals[0]) : drawFrames(positive('frames'), positive('seed'));

if (options.write) {
  writeFrames(options.write, frames);
  console.log(`wrote frames=${frames.length} file=${options.write}`);
} else {
  measure();
}

function measure() {
  const rounds = positive('rounds');
  const passes = Math.ceil(LEAST_PER_ROUND / frames.length);
  const bytes = frames.map((text) => Buffer.from(text));
  const handler = withMarkets();
  const client = withMarkets();
  const ways = {
    handler: { ...handler, take: (i) => handler.exchange.handleMessage(handler.socket, JSON.parse(frames[i])) },
    client: { ...client, take: (i) => client.socket.onMessage({ data: bytes[i] }) },
  };

  const figures = [`ccxt=${CCXT_VERSION} node=${process.version} cpu="${cpus()[0].model}" frames=${frames.length * passes} rounds=${rounds}`];
  for (const [name, way] of Object.entries(ways)) {
    const heapBefore = settledHeap();
    round(way, passes);
    const heapWarm = settledHeap();
    const rates = Array.from({ length: rounds }, () => Math.round(round(way, passes))).sort((a, b) => a - b);
    const heapAfter = settledHeap();
    figures.push(
      `${name}_frames_per_s=${rates[rates.length >> 1]} min=${rates[0]} max=${rates.at(-1)} ` +
        `heap_growth_mib_warm_up=${mib(heapWarm - heapBefore)} heap_growth_mib_rounds=${mib(heapAfter - heapWarm)}`,
    );
  }
  console.log(figures.join(' | '));
}

/** Frames a second. */
function round({ exchange, take }, passes) {
  const before = tradesOf(exchange);
  const startNs = process.hrtime.bigint();
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < frames.length; i++) take(i);
  }
  const tookNs = Number(process.hrtime.bigint() - startNs);
  const count = frames.length * passes;
  const made = tradesOf(exchange) - before;
  if (made !== count) fail(`${count} frames made ${made} trades`);
  checkLast(exchange);
  return (count / tookNs) * 1e9;
}

/** How many trades ccxt has put into its caches so far; it counts them itself for whoever asks for the news. */
function tradesOf(exchange) {
  return Object.values(exchange.trades).reduce((sum, cache) => sum + cache.allNewUpdates, 0);
}

function checkLast(exchange) {
  const { data } = JSON.parse(frames.at(-1));
  const trade = exchange.trades[data.symbol.replace('-', '/')].at(-1);
  if (trade.id !== data.tradeId || trade.price !== Number(data.price) || trade.amount !== Number(data.size)) {
    fail(`the last frame ${frames.at(-1)} became ${JSON.stringify(trade)}`);
  }
}

/** With the markets of the frames loaded and a socket that is never dialled. */
function withMarkets() {
  const exchange = new ccxt.pro.kucoin();
  const ids = new Set(frames.map((text) => JSON.parse(text).data.symbol));
  exchange.setMarkets([...ids].map((id) => market(exchange, id)));
  return { exchange, socket: exchange.client('wss://localhost/') };
}

function market(exchange, id) {
  const [base, quote] = id.split('-');
  return exchange.safeMarketStructure({ id, symbol: `${base}/${quote}`, base, quote, baseId: base, quoteId: quote, type: 'spot', spot: true, active: true });
}

function settledHeap() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

function given(path) {
  let read;
  try {
    read = readFrames(path);
  } catch (cause) {
    fail(`cannot read the frames: ${cause.message}`);
  }
  if (read.length === 0) fail(`${path} holds no frame`);
  const stranger = read.findIndex((text) => !isSpotMatch(text));
  if (stranger >= 0) fail(`frame ${stranger + 1} of ${path} is no spot match: ${read[stranger].slice(0, 120)}`);
  return read;
}

function isSpotMatch(text) {
  try {
    const { subject, data } = JSON.parse(text);
    return subject === 'trade.l3match' && data.symbol.includes('-');
  } catch {
    return false;
  }
}

function mib(bytes) {
  return (bytes / MIB).toFixed(1);
}

function positive(name) {
  const value = Number(options[name]);
  if (!Number.isSafeInteger(value) || value < 1) fail(`--${name} must be a whole number from 1: ${options[name]}`);
  return value;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
