// A stock push server for PushLoad: node --expose-gc server.mjs ws|socketio PORT EVENT_PORT MODE own|shared
// Events come as JSON objects, one a line, over TCP; clients are subscribed as soon as they are connected.
import net from 'node:net';
import readline from 'node:readline';
import { startSocketIo } from './socketio.mjs';
import { startWs } from './ws.mjs';

const WINDOW_MS = 100;
const [library, port, eventPort, mode, batch] = process.argv.slice(2);
const start = { ws: startWs, socketio: startSocketIo }[library];
if (!start || !['windowed', 'immediate', 'idle'].includes(mode)) {
  console.error(`no such library or mode: ${library} ${mode}`);
  process.exit(2);
}

function channelsOf(number) {
  return mode === 'idle'
    ? [`token.${number}.update`, 'global.trending', `signals:${number % 100}`, 'tier_patterns', 'alerts']
    : ['alerts'];
}

const server = await start(Number(port), channelsOf, batch === 'shared');
const publish = mode === 'windowed' ? server.gather : server.send;
if (mode === 'windowed') {
  setInterval(server.closeWindow, WINDOW_MS);
}

net
  .createServer((publisher) => {
    publisher.on('error', () => publisher.destroy());
    readline.createInterface({ input: publisher }).on('line', (line) => {
      if (line === 'collect') {
        globalThis.gc();
        publisher.write('collected\n');
      } else {
        publish(line);
      }
    });
  })
  .listen(Number(eventPort), '127.0.0.1');
