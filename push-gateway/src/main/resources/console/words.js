/** Turns what the gateway says into sentences and figures for a person. Pure: decimals stay strings. */

const REASONS = { stop_loss: 'stop', take_profit: 'target', liquidation: 'liquidation', trailing_stop: 'trailing stop', user: 'you' };
const SOURCES = { last: 'by trade', mark: 'by mark price', bid_ask: 'by best bid or ask' };
const RULES = { stop_loss: 'Stop', take_profit: 'Target', trigger: 'Trigger', trailing_stop: 'Trailing stop', liquidation: 'Liquidation' };

/** Groups the digits of a decimal string: `-58990.10` becomes `−58 990.10` (with thin spaces). */
export function figure(decimal) {
  if (decimal === undefined || decimal === null || decimal === '') {
    return '–';
  }
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(String(decimal)) ?? [];
  if (whole === undefined) {
    return String(decimal);
  }
  return (sign ? '−' : '') + whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') + fraction;
}

/** A figure without the zeros at its end, for money with eight decimals; two are kept. */
export function money(decimal) {
  const text = String(decimal ?? '');
  return figure(text.includes('.') ? text.replace(/(\.\d{2}\d*?)0+$/, '$1') : text);
}

/** −1, 0 or 1; for colours only. */
export function signOf(decimal) {
  return Math.sign(Number(decimal ?? 0)) || 0;
}

export function milliseconds(us) {
  const ms = us / 1000;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** "Stop 59 000.0 fired at 58 990.0, tick 123 by trade, decided in 0.2 ms, committed in 1.1 ms". */
export function evidence(execution) {
  const rule = RULES[execution.kind];
  if (!rule || !execution.tick) {
    return '';
  }
  const { tick } = execution;
  const parts = [
    `${rule}${execution.threshold ? ` ${figure(execution.threshold)}` : ''} fired at ${figure(tick.price)}`,
    `tick ${tick.sequence} ${SOURCES[tick.source] ?? `by ${tick.source}`}`,
  ];
  if (execution.recovered) {
    parts.push('found after a gap');
  } else {
    parts.push(`decided in ${milliseconds(execution.decided_us - execution.received_us)}`);
    parts.push(`committed in ${milliseconds(execution.committed_us - execution.received_us)}`);
  }
  if (execution.late) {
    parts.push('late, after a restart');
  }
  return parts.join(', ');
}

/** One sentence on an event of the user's channel; empty for what needs none. */
export function happened({ type, data }) {
  const position = () => `${data.side} ${figure(data.quantity)} ${data.symbol}`;
  switch (type) {
    case 'position_opened':
      return `Opened ${position()} at ${figure(data.entry_price)}`;
    case 'position_closing':
      return '';
    case 'position_closed': {
      const reason = REASONS[data.close_reason];
      const net = data.net === undefined ? '' : `, net ${money(data.net)} ${data.currency ?? ''}`.trimEnd();
      return `Closed ${position()} at ${figure(data.exit_price)}${reason ? ` by ${reason}` : ''}${net}`;
    }
    case 'position_updated':
      return `Changed ${position()}: stop ${figure(data.stop_loss)}, target ${figure(data.take_profit)}`;
    case 'trigger_executed':
      return data.action?.alert
        ? `${data.action.alert.message} (${data.symbol} ${data.condition} ${figure(data.price)})`
        : `Trigger executed: ${data.symbol} ${data.condition} ${figure(data.price)}`;
    case 'trigger_rejected':
      return `Trigger on ${data.symbol} fired but was rejected: ${(data.result ?? 'no reason given').replaceAll('_', ' ')}`;
    case 'trigger_cancelled':
      return `Trigger on ${data.symbol} cancelled`;
    case 'trigger_expired':
      return `Trigger on ${data.symbol} expired`;
    case 'account_update':
      return '';
    default:
      return type.replaceAll('_', ' ');
  }
}

/** What a trigger waits for and then does. */
export function triggerAction(action) {
  if (action?.alert) {
    return `tell me: ${action.alert.message}`;
  }
  const open = action?.open ?? {};
  return `open ${open.side} ${figure(open.quantity)}${open.leverage ? ` at ${figure(open.leverage)}×` : ''}`;
}

export function connectionWords(state, detail = {}) {
  switch (state) {
    case 'open':
      return 'live';
    case 'connecting':
      return 'connecting…';
    case 'waiting':
      return `connection lost, again in ${Math.ceil(detail.ms / 1000)} s`;
    default:
      return detail.code === 4401 ? 'signed out: the token is no longer accepted' : 'not connected';
  }
}
