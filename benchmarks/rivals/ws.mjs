import { once } from 'node:events';
import { WebSocketServer } from 'ws';

/** Texts over `ws`; a window is one JSON list, put together for each connection or once for all. */
export async function startWs(port, channelsOf, shared) {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port,
    backlog: 4096,
    clientTracking: true,
    perMessageDeflate: false,
  });
  const subscribers = new Map();
  const windows = new Map();
  let opened = 0;

  server.on('connection', (socket) => {
    const channels = channelsOf(opened++);
    socket.window = [];
    for (const channel of channels) {
      if (!subscribers.has(channel)) {
        subscribers.set(channel, new Set());
      }
      subscribers.get(channel).add(socket);
    }
    socket.on('error', () => socket.terminate());
    socket.on('close', () => channels.forEach((channel) => subscribers.get(channel).delete(socket)));
    socket.send('{"type":"subscribed","id":"^"}');
  });

  const of = (line) => subscribers.get(JSON.parse(line).channel) ?? [];

  function sendTo(sockets, text) {
    const bytes = Buffer.from(text);
    for (const socket of sockets) {
      socket.send(bytes, { binary: false });
    }
  }

  function gather(line) {
    if (shared) {
      const { channel } = JSON.parse(line);
      windows.set(channel, [...(windows.get(channel) ?? []), line]);
      return;
    }
    for (const socket of of(line)) {
      socket.window.push(line);
    }
  }

  function closeWindow() {
    for (const [channel, lines] of windows) {
      sendTo(subscribers.get(channel) ?? [], `[${lines.join(',')}]`);
    }
    windows.clear();
    for (const socket of server.clients) {
      if (socket.window.length > 0) {
        socket.send(`[${socket.window.join(',')}]`);
        socket.window = [];
      }
    }
  }

  await once(server, 'listening');
  return { send: (line) => sendTo(of(line), line), gather, closeWindow };
}
