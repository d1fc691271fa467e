/** The console: signs in, keeps prices, positions and triggers current, sends what the forms say. */
import { apiFor, devToken } from './api.js';
import { TickwireClient } from './lib/tickwire.js';
import * as view from './view.js';
import { connectionWords, evidence, figure, happened } from './words.js';

const DEFAULT_SYMBOLS = ['BTC-USDT', 'ETH-USDT', 'XBTUSDTM', 'ETHUSDTM'];
const { byId } = view;

let session = null;
let instruments = new Map();
const quotes = new Map();
const positions = new Map();
const triggers = new Map();
const watching = new Map();

const api = apiFor(() => session?.token);
const board = new view.PriceBoard(byId('prices'), { onPick: pick, onRemove: unwatch });

// ---- signing in and out

byId('sign-in-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const pasted = form.token.value.trim();
  try {
    signIn(pasted ? { token: pasted, user: null } : { token: (await devToken(form.user.value.trim())).token, user: form.user.value.trim() });
    view.notice('');
  } catch (error) {
    view.notice(error.message);
  }
});
byId('sign-in-form').querySelector('details').addEventListener('toggle', (event) => {
  byId('sign-in-form').user.required = !event.target.open;
});
byId('sign-out').addEventListener('click', () => {
  session?.client.close();
  session = null;
  sessionStorage.removeItem('tickwire');
  location.reload();
});

function signIn({ token, user }) {
  const client = new TickwireClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/ws`,
    token: freshToken,
    onState: onConnection,
    onError: onPushError,
  });
  session = { token, user, client, asked: false };
  sessionStorage.setItem('tickwire', JSON.stringify({ token, user }));
  byId('sign-in').hidden = true;
  byId('desk').hidden = false;
  byId('sign-out').hidden = false;
  view.clearFeed();
  render();
  client.subscribe('user:me', onUserEvent);
  storedSymbols().forEach(watch);
  client.connect();
  loadSymbols();
}

/** The first connection uses the token at hand; later ones, and renewals, a new one where the gateway gives one. */
async function freshToken() {
  if (session.asked && session.user) {
    session.token = (await devToken(session.user)).token;
    sessionStorage.setItem('tickwire', JSON.stringify({ token: session.token, user: session.user }));
  }
  session.asked = true;
  return session.token;
}

function onConnection(state, detail) {
  const node = byId('connection');
  node.dataset.state = state;
  node.textContent = connectionWords(state, detail);
  if (state === 'open') {
    byId('who').textContent = detail.user;
    byId('who').hidden = false;
    reload();
  }
}

function onPushError(error) {
  if (error.channel?.startsWith('market:')) {
    board.refuse(error.channel.slice('market:'.length), 'not known here');
  } else {
    view.notice(error.message);
  }
}

// ---- what the gateway says

function onUserEvent(event) {
  const { type, data } = event;
  if (type.startsWith('position_')) {
    keepNewer(positions, data);
  } else if (type.startsWith('trigger_')) {
    keepNewer(triggers, data);
  } else if (type === 'account_update' && data.balances) {
    view.showAccount(data);
  }
  const words = happened(event);
  if (words) {
    const entry = view.tell(words, event.timestamp);
    explain(entry, data);
  }
  render();
}

function keepNewer(map, object) {
  if (object?.id && !(map.get(object.id)?.version > object.version)) {
    map.set(object.id, object);
  }
}

async function explain(entry, data) {
  try {
    const execution = data.execution ?? (data.execution_id ? await api.execution(data.execution_id) : null);
    if (execution) {
      view.addEvidence(entry, evidence(execution));
    }
  } catch {
    // The sentence stands without its evidence.
  }
}

function onQuote({ data }) {
  quotes.set(data.symbol, data);
  board.update(data);
  hintPrices();
  view.showNow(quotes);
}

async function reload() {
  try {
    const [account, listedPositions, listedTriggers] = await Promise.all([api.account(), api.positions(), api.triggers()]);
    view.showAccount(account);
    listedPositions.items.forEach((position) => keepNewer(positions, position));
    listedTriggers.items.forEach((trigger) => keepNewer(triggers, trigger));
    view.notice('');
  } catch (error) {
    view.notice(error.message);
  }
  render();
}

async function loadSymbols() {
  try {
    const all = await api.symbols();
    instruments = new Map(all.map((instrument) => [instrument.symbol, instrument]));
    view.showSymbols(all);
    hintPrices();
  } catch (error) {
    view.notice(error.message);
  }
}

// ---- symbols on the board

function storedSymbols() {
  const stored = JSON.parse(localStorage.getItem('tickwire.symbols') ?? 'null');
  return Array.isArray(stored) && stored.length ? stored : DEFAULT_SYMBOLS;
}

function watch(symbol) {
  if (!watching.has(symbol)) {
    board.add(symbol);
    watching.set(symbol, session.client.subscribe(`market:${symbol}`, onQuote));
    localStorage.setItem('tickwire.symbols', JSON.stringify([...watching.keys()]));
  }
}

function unwatch(symbol) {
  watching.get(symbol)?.();
  watching.delete(symbol);
  quotes.delete(symbol);
  localStorage.setItem('tickwire.symbols', JSON.stringify([...watching.keys()]));
}

function pick(symbol) {
  for (const form of [byId('open-form'), byId('trigger-form')]) {
    form.symbol.value = symbol;
  }
  hintPrices();
}

byId('watch-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const symbol = event.target.symbol.value.trim();
  watch(symbol);
  pick(symbol);
  event.target.reset();
});

function hintPrices() {
  for (const form of [byId('open-form'), byId('trigger-form')]) {
    const symbol = form.symbol.value.trim();
    const instrument = instruments.get(symbol);
    const last = quotes.get(symbol)?.last;
    const parts = [];
    if (last) {
      parts.push(`now ${figure(last)}`);
    }
    if (instrument) {
      parts.push(`price step ${instrument.tick_size}`, `lot ${instrument.lot_size}`);
    }
    form.querySelector('.price-hint').textContent = parts.join(', ');
    const unit = instrument?.market === 'spot' ? `Quantity in ${instrument.base}` : 'Quantity in lots';
    form.querySelectorAll('.quantity-label').forEach((label) => {
      label.textContent = instrument ? unit : 'Quantity';
    });
  }
}

for (const form of [byId('open-form'), byId('trigger-form')]) {
  form.symbol.addEventListener('change', () => {
    if (instruments.has(form.symbol.value.trim())) {
      watch(form.symbol.value.trim());
    }
    hintPrices();
  });
}

// ---- forms

const filled = (form, ...names) =>
  Object.fromEntries(names.map((name) => [name, form.elements.namedItem(name).value.trim()]).filter(([, value]) => value));

async function submit(form, send) {
  const submitButton = form.querySelector('button.primary');
  view.clearFault(form);
  submitButton.disabled = true;
  try {
    await send();
    return true;
  } catch (error) {
    view.showFault(form, error);
    return false;
  } finally {
    submitButton.disabled = false;
  }
}

byId('open-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const order = filled(form, 'symbol', 'side', 'quantity', 'leverage', 'stop_loss', 'take_profit');
  await submit(form, async () => keepNewer(positions, await api.open(order)));
  render();
});

byId('trigger-form').addEventListener('change', (event) => {
  if (event.target.name === 'kind') {
    for (const part of byId('trigger-form').querySelectorAll('[data-kind]')) {
      part.hidden = part.dataset.kind !== event.target.value;
    }
  }
});

byId('trigger-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const kind = form.elements.namedItem('kind').value;
  const action =
    kind === 'alert' ? { alert: filled(form, 'message') } : { open: filled(form, 'side', 'quantity', 'leverage', 'stop_loss', 'take_profit') };
  const trigger = { ...filled(form, 'symbol', 'condition', 'price'), action };
  await submit(form, async () => keepNewer(triggers, await api.setTrigger(trigger)));
  render();
});

let edited = null;

function edit(position) {
  edited = position;
  const form = byId('edit-form');
  view.clearFault(form);
  form.stop_loss.value = position.stop_loss ?? '';
  form.take_profit.value = position.take_profit ?? '';
  byId('edit-what').textContent = `${position.side} ${figure(position.open_quantity)} ${position.symbol} from ${figure(position.entry_price)}`;
  byId('edit').showModal();
}

byId('edit-cancel').addEventListener('click', () => byId('edit').close());
byId('edit-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const changes = { stop_loss: form.stop_loss.value.trim() || null, take_profit: form.take_profit.value.trim() || null };
  const saved = await submit(form, async () => keepNewer(positions, await api.edit(edited.id, edited.version, changes)));
  if (saved) {
    byId('edit').close();
  }
  render();
});

async function attempt(run) {
  try {
    await run();
    view.notice('');
  } catch (error) {
    if (error.current) {
      keepNewer(positions, error.current);
    }
    view.notice(error.message);
  }
  render();
}

// ---- drawing

function render() {
  const newestFirst = (map) => [...map.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  view.showPositions(newestFirst(positions), quotes, {
    onEdit: edit,
    onClose: (position) => attempt(async () => keepNewer(positions, await api.close(position.id))),
  });
  view.showTriggers(newestFirst(triggers), {
    onCancel: (trigger) => attempt(async () => keepNewer(triggers, await api.cancelTrigger(trigger.id))),
  });
}

view.showAccount(null);
const remembered = JSON.parse(sessionStorage.getItem('tickwire') ?? 'null');
if (remembered?.token) {
  signIn(remembered);
}
