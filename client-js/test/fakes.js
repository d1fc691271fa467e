/** A WebSocket whose other end is the test. */
export function fakeSockets() {
  const sockets = [];
  class FakeWebSocket {
    constructor(url, protocols) {
      this.url = url;
      this.protocols = protocols;
      this.readyState = 0;
      this.sent = [];
      sockets.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close(code, reason) {
      this.readyState = 3;
      this.closedByClient = { code, reason };
    }
    open() {
      this.readyState = 1;
      this.onopen?.({});
    }
    receive(message) {
      this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
    }
    shut(code, reason = '') {
      this.readyState = 3;
      this.onclose?.({ code, reason });
    }
  }
  return { FakeWebSocket, sockets };
}

/** Timers that fire when the test moves the time. */
export function fakeTimers() {
  let now = 0;
  let last = 0;
  const pending = new Map();
  return {
    setTimeout(run, ms) {
      pending.set(++last, { run, at: now + ms });
      return last;
    },
    clearTimeout(timer) {
      pending.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const [timer, { run, at }] of [...pending]) {
        if (at <= now && pending.delete(timer)) {
          run();
        }
      }
    },
  };
}

/** Lets promises that are settled already run their continuations. */
export async function settle() {
  for (let i = 0; i < 5; i++) {
    await Promise.resolve();
  }
}
