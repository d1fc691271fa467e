/**
 * Tickwire over WebSocket: signs in, keeps subscriptions alive across broken connections, and hands every event to those who
 * asked for its channel. No dependencies; browsers and Node 20 or newer (before Node 22 pass a WebSocket class).
 */

const SUBPROTOCOL = 'tickwire.v1.json';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const LONG_PAUSE_FACTOR = 10;
const DEFAULT_HEARTBEAT_MS = 30_000;
const MALFORMED = 1003;

/** What a close code asks of the client; codes that are not listed ask for a reconnect. */
export const Advice = Object.freeze({
  RECONNECT: 'reconnect',
  NEW_TOKEN: 'new_token',
  BACK_OFF: 'back_off',
  STOP: 'stop',
});

const ADVICE = new Map([
  [1000, Advice.STOP],
  [1009, Advice.STOP],
  [4400, Advice.STOP],
  [4401, Advice.NEW_TOKEN],
  [4403, Advice.STOP],
  [4429, Advice.BACK_OFF],
]);

export function adviceFor(closeCode) {
  return ADVICE.get(closeCode) ?? Advice.RECONNECT;
}

/**
 * States: `connecting`, `open` (signed in), `waiting` (before the next attempt), `closed` (for good).
 *
 * Options
 * - `url`: `ws://host:port/v1/ws`
 * - `token`: a string, or a function that returns one or a promise of one; asked before every connection and renewal
 * - `onState(state, detail)`, `onError(error)`: `error` is `{code, message}` as the gateway sent it, or a local one
 * - `WebSocket`, `random`, `timers` (`setTimeout`, `clearTimeout`): replaceable, for tests
 */
export class TickwireClient {
  #options;
  #socket = null;
  #state = 'closed';
  #welcome = null;
  #subscriptions = new Map();
  #aliases = new Map();
  #attempt = 0;
  #nextId = 1;
  #silence = null;
  #pause = null;
  #reconnectAfterMs = null;
  #refusedTokens = 0;

  constructor(options) {
    if (!options?.url || !options.token) {
      throw new TypeError('TickwireClient needs url and token');
    }
    this.#options = {
      WebSocket: globalThis.WebSocket,
      random: Math.random,
      timers: {
        setTimeout: (run, ms) => setTimeout(run, ms),
        clearTimeout: (timer) => clearTimeout(timer),
      },
      onState: () => {},
      onError: () => {},
      ...options,
    };
    if (!this.#options.WebSocket) {
      throw new TypeError('no WebSocket here: pass one as an option');
    }
  }

  get state() {
    return this.#state;
  }

  /** The gateway's welcome: `{connection_id, user, heartbeat, limits}`; null while not signed in. */
  get welcome() {
    return this.#welcome;
  }

  connect() {
    if (this.#state === 'closed') {
      this.#attempt = 0;
      this.#refusedTokens = 0;
      this.#open();
    }
    return this;
  }

  /** Ends the connection for good; `connect` starts again with the same subscriptions. */
  close() {
    this.#options.timers.clearTimeout(this.#pause);
    const socket = this.#socket;
    this.#forgetSocket();
    socket?.close(1000, 'client closed');
    this.#enter('closed', { code: 1000 });
  }

  /**
   * Hands events of a channel to `handler(event)` until the function it returns is called. `options`: `interval_ms`. May be called
   * at any time; the subscription is made again after every reconnect.
   */
  subscribe(channel, handler, options = {}) {
    let entry = this.#subscriptions.get(channel);
    if (!entry) {
      entry = { options, handlers: new Set() };
      this.#subscriptions.set(channel, entry);
      this.#send({ type: 'subscribe', channels: [request(channel, options)] });
    }
    const own = { handler };
    entry.handlers.add(own);
    return () => {
      if (entry.handlers.delete(own) && entry.handlers.size === 0 && this.#subscriptions.get(channel) === entry) {
        this.#subscriptions.delete(channel);
        this.#send({ type: 'unsubscribe', channels: [channel] });
      }
    };
  }

  async #open() {
    this.#enter('connecting', { attempt: this.#attempt });
    let token;
    try {
      token = await this.#token();
    } catch (error) {
      this.#options.onError({ code: 'no_token', message: String(error?.message ?? error) });
      if (this.#state === 'connecting') {
        this.#wait(this.#backOffMs());
      }
      return;
    }
    if (this.#state !== 'connecting' || this.#socket) {
      return;
    }
    const socket = new this.#options.WebSocket(this.#options.url, [SUBPROTOCOL]);
    this.#socket = socket;
    const ifCurrent = (run) => (event) => {
      if (this.#socket === socket) {
        run(event);
      }
    };
    socket.onopen = ifCurrent(() => socket.send(JSON.stringify({ type: 'auth', token })));
    socket.onmessage = ifCurrent((event) => this.#onMessage(event.data));
    socket.onclose = ifCurrent((event) => this.#onClose(event));
    socket.onerror = () => {};
    this.#watchSilence(DEFAULT_HEARTBEAT_MS);
  }

  async #token() {
    const { token } = this.#options;
    return typeof token === 'function' ? token() : token;
  }

  #onMessage(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      this.#options.onError({ code: 'bad_message', message: 'the gateway sent something that is not JSON' });
      this.#drop(MALFORMED);
      return;
    }
    this.#watchSilence(this.#welcome?.heartbeat ?? DEFAULT_HEARTBEAT_MS);
    switch (message.type) {
      case 'welcome':
        this.#onWelcome(message);
        break;
      case 'subscribed':
        this.#onSubscribed(message);
        break;
      case 'event_batch':
        message.events.forEach((event) => this.#onEvent(event));
        break;
      case 'auth_expiring':
        this.#renew();
        break;
      case 'reconnect':
        this.#reconnectAfterMs = message.after_ms;
        break;
      case 'error':
        this.#options.onError({ code: message.code, message: message.message });
        break;
      case 'heartbeat':
      case 'pong':
      case 'unsubscribed':
        break;
      default:
        this.#onEvent(message);
    }
  }

  #onWelcome(welcome) {
    const renewed = this.#welcome !== null;
    this.#welcome = welcome;
    if (renewed) {
      return;
    }
    this.#attempt = 0;
    this.#refusedTokens = 0;
    this.#watchSilence(welcome.heartbeat);
    this.#enter('open', { user: welcome.user });
    const channels = [...this.#subscriptions].map(([channel, entry]) => request(channel, entry.options));
    if (channels.length > 0) {
      this.#send({ type: 'subscribe', channels });
    }
  }

  #onSubscribed(message) {
    for (const { channel, requested } of message.channels) {
      if (requested) {
        this.#aliases.set(channel, requested);
      }
    }
    for (const { channel, code, message: reason } of message.rejected ?? []) {
      this.#options.onError({ code, message: `${channel}: ${reason}`, channel });
    }
  }

  #onEvent(event) {
    const names = new Set([event.channel, this.#aliases.get(event.channel)]);
    for (const name of names) {
      for (const { handler } of this.#subscriptions.get(name)?.handlers ?? []) {
        try {
          handler(event);
        } catch (error) {
          // One handler's fault must not keep the event from the others.
          this.#options.onError({ code: 'handler_failed', message: String(error?.message ?? error) });
        }
      }
    }
  }

  async #renew() {
    const socket = this.#socket;
    try {
      const token = await this.#token();
      if (this.#socket === socket) {
        this.#send({ type: 'auth', token });
      }
    } catch (error) {
      this.#options.onError({ code: 'no_token', message: String(error?.message ?? error) });
    }
  }

  #onClose({ code, reason }) {
    this.#forgetSocket();
    const advice = adviceFor(code);
    // A second refusal in a row means that new tokens do not help.
    const refused = advice === Advice.NEW_TOKEN && ++this.#refusedTokens > 1;
    if (advice === Advice.STOP || refused) {
      this.#enter('closed', { code, reason });
      return;
    }
    const after = this.#reconnectAfterMs;
    this.#reconnectAfterMs = null;
    this.#wait(after ?? this.#backOffMs() * (advice === Advice.BACK_OFF ? LONG_PAUSE_FACTOR : 1), code);
  }

  #wait(ms, code) {
    this.#enter('waiting', { ms, code });
    this.#pause = this.#options.timers.setTimeout(() => this.#open(), ms);
  }

  /** Between half of the back-off and all of it, so that many clients do not come back at once. */
  #backOffMs() {
    const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#attempt++, 16));
    return Math.round(most / 2 + (most / 2) * this.#options.random());
  }

  /** Two heartbeats without a word: the connection is dead, whatever the socket says. */
  #watchSilence(heartbeatMs) {
    this.#options.timers.clearTimeout(this.#silence);
    this.#silence = this.#options.timers.setTimeout(() => this.#drop(4408), heartbeatMs * 2);
  }

  #drop(code) {
    const socket = this.#socket;
    if (socket) {
      this.#onClose({ code, reason: 'no heartbeat' });
      socket.close();
    }
  }

  #forgetSocket() {
    this.#options.timers.clearTimeout(this.#silence);
    this.#socket = null;
    this.#welcome = null;
  }

  #send(message) {
    if (this.#welcome && this.#socket?.readyState === 1) {
      this.#socket.send(JSON.stringify({ ...message, id: String(this.#nextId++) }));
    }
  }

  #enter(state, detail) {
    this.#state = state;
    this.#options.onState(state, detail);
  }
}

function request(channel, options) {
  return options.interval_ms === undefined ? channel : { channel, interval_ms: options.interval_ms };
}
