/** Spot match frames as KuCoin sends them: drawn from a seed, so that every reader gets the same; or read from a file. */
import { readFileSync, writeFileSync } from 'node:fs';

const START_MS = 1_795_219_200_000;
const GAP_US = 20;

const PAIRS = [
  { symbol: 'BTC-USDT', ticks: 600_000, decimals: 1 },
  { symbol: 'ETH-USDT', ticks: 300_000, decimals: 2 },
  { symbol: 'SOL-USDT', ticks: 15_000, decimals: 2 },
  { symbol: 'XRP-USDT', ticks: 60_000, decimals: 5 },
  { symbol: 'DOGE-USDT', ticks: 15_000, decimals: 5 },
  { symbol: 'BNB-USDT', ticks: 60_000, decimals: 2 },
  { symbol: 'ADA-USDT', ticks: 4_500, decimals: 4 },
  { symbol: 'LTC-USDT', ticks: 8_000, decimals: 2 },
];

/** Frames as text. */
export function drawFrames(count, seed) {
  const random = mulberry32(seed);
  const walks = PAIRS.map((pair) => ({ ...pair, printed: 0 }));
  return Array.from({ length: count }, (_, i) => JSON.stringify(match(walks[Math.floor(random() * walks.length)], i, random)));
}

export function writeFrames(path, frames) {
  writeFileSync(path, `${frames.join('\n')}\n`);
}

export function readFrames(path) {
  const bytes = readFileSync(path);
  const frames = [];
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline;
    if (to > from) frames.push(bytes.toString('utf8', from, to));
    from = to + 1;
  }
  return frames;
}

function match(walk, number, random) {
  walk.ticks = Math.max(1, walk.ticks + Math.floor(random() * 11) - 5);
  walk.printed += 1;
  const us = number * GAP_US;
  const sequence = String(START_MS * 1_000 + walk.printed);
  return {
    topic: `/market/match:${walk.symbol}`,
    type: 'message',
    subject: 'trade.l3match',
    data: {
      makerOrderId: orderId(2 * number),
      price: plain(walk.ticks, walk.decimals),
      sequence,
      side: random() < 0.5 ? 'buy' : 'sell',
      size: plain(1 + Math.floor(random() * 99_999), 5),
      symbol: walk.symbol,
      takerOrderId: orderId(2 * number + 1),
      // Nanoseconds do not fit a number.
      time: `${START_MS + Math.floor(us / 1_000)}${String((us % 1_000) * 1_000).padStart(6, '0')}`,
      tradeId: sequence,
      type: 'match',
    },
  };
}

/** Without trailing zeros, as the exchange writes decimals. */
function plain(steps, decimals) {
  return (steps / 10 ** decimals).toFixed(decimals).replace(/\.?0+$/, '');
}

function orderId(number) {
  return Math.floor(START_MS / 1_000).toString(16) + number.toString(16).padStart(16, '0');
}

/** The well-known small generator; Math.random takes no seed. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
