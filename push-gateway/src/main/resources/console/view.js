/** Puts the state on the page. Text only ever goes in as text, never as markup. */
import { figure, money, signOf, triggerAction } from './words.js';

export const byId = (id) => document.getElementById(id);

function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function cell(label, content, className = '') {
  const node = el('td', { className }, content instanceof Node ? content : el('span', { textContent: content }));
  node.dataset.label = label;
  return node;
}

const number = (label, text, tone = '') => cell(label, el('span', { textContent: text, className: tone }), 'number');

function table(node, columns, rows, emptyText) {
  if (rows.length === 0) {
    node.replaceChildren(el('caption', { className: 'empty', textContent: emptyText }));
    return;
  }
  const head = columns.map(([name, className]) => el('th', { textContent: name, className: className ?? '', scope: 'col' }));
  node.replaceChildren(el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows));
}

function actions(...buttons) {
  return el('td', { className: 'actions' }, ...buttons);
}

function button(text, onclick) {
  return el('button', {
    type: 'button',
    className: 'small',
    textContent: text,
    onclick: async (event) => {
      event.currentTarget.disabled = true;
      const { currentTarget } = event;
      await onclick();
      currentTarget.disabled = false;
    },
  });
}

const tone = (decimal) => ({ 1: 'up', '-1': 'down' })[signOf(decimal)] ?? '';

function nowCell(symbol, quotes) {
  const node = number('Now', figure(quotes.get(symbol)?.last));
  node.dataset.now = symbol;
  return node;
}

/** Only the prices change, so that no button moves under a finger. */
export function showNow(quotes) {
  for (const node of byId('positions').querySelectorAll('[data-now]')) {
    node.firstElementChild.textContent = figure(quotes.get(node.dataset.now)?.last);
  }
}

export function showPositions(positions, quotes, { onEdit, onClose }) {
  const open = positions.filter((position) => position.status !== 'closed');
  const rows = open.map((position) =>
    el(
      'tr',
      {},
      cell('Position', `${position.side === 'long' ? 'Long' : 'Short'} ${figure(position.open_quantity)} ${position.symbol}`, 'words'),
      number('Entry', figure(position.entry_price)),
      nowCell(position.symbol, quotes),
      number('Stop', figure(position.stop_loss)),
      number('Target', figure(position.take_profit)),
      number('Margin', `${money(position.margin)} ${position.currency}`),
      position.status === 'open'
        ? actions(button('Edit', () => onEdit(position)), button('Close', () => onClose(position)))
        : cell('', 'closing…', 'number'),
    ),
  );
  const columns = [['Position'], ['Entry', 'number'], ['Now', 'number'], ['Stop', 'number'], ['Target', 'number'], ['Margin', 'number'], ['']];
  table(byId('positions'), columns, rows, 'No open positions.');
}

export function showTriggers(triggers, { onCancel }) {
  const rows = triggers
    .filter((trigger) => trigger.status === 'armed')
    .map((trigger) =>
      el(
        'tr',
        {},
        cell('When', `${trigger.symbol} ${trigger.condition} ${figure(trigger.price)}`),
        cell('Then', triggerAction(trigger.action), 'words'),
        actions(button('Cancel', () => onCancel(trigger))),
      ),
    );
  table(byId('triggers'), [['When'], ['Then'], ['']], rows, 'No armed triggers.');
}

export function showAccount(account) {
  const rows = (account?.balances ?? []).map((balance) =>
    el(
      'li',
      {},
      el('strong', { textContent: `${money(balance.balance)} ${balance.currency}` }),
      el('p', { className: 'hint', textContent: `available ${money(balance.available)}, in use ${money(balance.used_margin)}` }),
      el(
        'p',
        { className: 'hint' },
        'realized ',
        el('span', { className: tone(balance.realized), textContent: money(balance.realized) }),
        ', unrealized ',
        el('span', { className: tone(balance.unrealized), textContent: money(balance.unrealized) }),
      ),
    ),
  );
  byId('account').replaceChildren(...(rows.length ? rows : [el('li', { className: 'empty', textContent: 'Not loaded yet.' })]));
}

/** Cards are made once and then only their text changes. */
export class PriceBoard {
  #cards = new Map();

  constructor(node, { onPick, onRemove }) {
    this.node = node;
    this.onPick = onPick;
    this.onRemove = onRemove;
  }

  add(symbol) {
    if (this.#cards.has(symbol)) {
      return;
    }
    const last = el('p', { className: 'last', textContent: '–' });
    const more = el('p', { className: 'more', textContent: 'waiting for a price' });
    const remove = el('button', { type: 'button', textContent: '×', ariaLabel: `Stop watching ${symbol}` });
    const card = el('li', { className: 'price' }, el('p', { className: 'symbol', textContent: symbol }), last, more, remove);
    card.onclick = () => this.onPick(symbol);
    remove.onclick = (event) => {
      event.stopPropagation();
      card.remove();
      this.#cards.delete(symbol);
      this.onRemove(symbol);
    };
    this.#cards.set(symbol, { last, more, quote: null });
    this.node.append(card);
  }

  update(quote) {
    const card = this.#cards.get(quote.symbol);
    if (!card) {
      return;
    }
    const move = signOf(Number(quote.last ?? 0) - Number(card.quote?.last ?? quote.last ?? 0));
    if (move !== 0) {
      card.last.dataset.move = move > 0 ? 'up' : 'down';
    }
    card.last.textContent = figure(quote.last ?? quote.mark);
    const parts = [];
    if (quote.bid && quote.ask) {
      parts.push(`${figure(quote.bid)} / ${figure(quote.ask)}`);
    }
    if (quote.mark) {
      parts.push(`mark ${figure(quote.mark)}`);
    }
    card.more.textContent = parts.join(' · ');
    card.quote = quote;
  }

  refuse(symbol, words) {
    const card = this.#cards.get(symbol);
    if (card) {
      card.more.textContent = words;
    }
  }

  clear() {
    this.#cards.clear();
    this.node.replaceChildren();
  }
}

/** @returns the entry, so that evidence can follow */
export function tell(text, timestamp) {
  const time = new Date(timestamp);
  const entry = el(
    'li',
    {},
    el('time', { dateTime: time.toISOString(), textContent: time.toLocaleTimeString([], { hour12: false }) }),
    el('span', { textContent: text }),
  );
  const feed = byId('feed');
  feed.querySelector('.empty')?.remove();
  feed.prepend(entry);
  while (feed.children.length > 200) {
    feed.lastElementChild.remove();
  }
  return entry;
}

export function addEvidence(entry, text) {
  if (text) {
    entry.lastElementChild.append(el('span', { className: 'evidence', textContent: text }));
  }
}

export function clearFeed() {
  byId('feed').replaceChildren(el('li', { className: 'empty' }, el('span', {}), el('span', { textContent: 'Nothing yet.' })));
}

export function showSymbols(instruments) {
  byId('symbols').replaceChildren(...instruments.map(({ symbol }) => el('option', { value: symbol })));
}

/** Shows what was refused beside the form, and marks the field at fault. */
export function showFault(form, error) {
  clearFault(form);
  const field = error.field?.split('.').at(-1);
  const input = field && form.elements.namedItem(field);
  if (input instanceof HTMLInputElement) {
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }
  const fault = form.querySelector('.fault');
  fault.textContent = sentence(error.message);
  fault.hidden = false;
}

export function clearFault(form) {
  form.querySelectorAll('[aria-invalid]').forEach((input) => input.removeAttribute('aria-invalid'));
  form.querySelector('.fault').hidden = true;
}

export function notice(text) {
  const node = byId('notice');
  node.textContent = text ? sentence(text) : '';
  node.hidden = !text;
}

function sentence(text) {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
