import { once } from 'node:events';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const BEYOND_ANY_RUN_MS = 36_000_000;

/** Events over `socket.io`, channels as rooms; a window is one emit, to each socket or to the room. */
export async function startSocketIo(port, channelsOf, shared) {
  const http = createServer();
  const io = new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    pingInterval: BEYOND_ANY_RUN_MS,
    pingTimeout: BEYOND_ANY_RUN_MS,
  });
  const windows = new Map();
  let opened = 0;

  io.on('connection', (socket) => {
    socket.data.window = [];
    socket.join(channelsOf(opened++));
    socket.emit('subscribed', '^');
  });

  function send(line) {
    const event = JSON.parse(line);
    io.to(event.channel).emit('event', event);
  }

  function gather(line) {
    const event = JSON.parse(line);
    if (shared) {
      windows.set(event.channel, [...(windows.get(event.channel) ?? []), event]);
      return;
    }
    for (const id of io.of('/').adapter.rooms.get(event.channel) ?? []) {
      io.of('/').sockets.get(id).data.window.push(event);
    }
  }

  function closeWindow() {
    for (const [channel, events] of windows) {
      io.to(channel).emit('batch', events);
    }
    windows.clear();
    for (const socket of io.of('/').sockets.values()) {
      if (socket.data.window.length > 0) {
        socket.emit('batch', socket.data.window);
        socket.data.window = [];
      }
    }
  }

  http.listen({ host: '127.0.0.1', port, backlog: 4096 });
  await once(http, 'listening');
  return { send, gather, closeWindow };
}
