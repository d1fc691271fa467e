/** One exchange simulator of its own: the runnable jar on free ports, nothing printed but what a control call prints. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const JAR = resolve(import.meta.dirname, '../../exchange-simulator/target/tickwire-exchange-simulator-0.1.0-SNAPSHOT-runnable.jar');
const START_MS = 30_000;
const STOP_MS = 5_000;
const CALL_MS = 5_000;

export async function startSimulator() {
  if (!existsSync(JAR)) throw new Error(`not built: ${JAR}; run mvn package first`);
  const child = spawn('java', ['-Xmx192m', '-jar', JAR], {
    env: {
      ...process.env,
      TICKWIRE_SIM_HOST: '127.0.0.1',
      TICKWIRE_SIM_SPOT_PORT: '0',
      TICKWIRE_SIM_FUTURES_PORT: '0',
      TICKWIRE_SIM_MODE: 'paused',
      // Every test dials anew, all of them from one address.
      TICKWIRE_SIM_CONNECTS_PER_MINUTE: '0',
    },
  });
  // Even if the run is cut short between two tests.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const { spot, futures } = await portsOf(child);
    return new Simulator(child, `127.0.0.1:${spot}`, `127.0.0.1:${futures}`);
  } catch (failure) {
    kill();
    throw failure;
  }
}

class Simulator {
  #child;

  constructor(child, spot, futures) {
    this.#child = child;
    this.spot = spot;
    this.futures = futures;
  }

  /** The trade as it was printed: with sequence and time. */
  async trade(symbol, price) {
    const answer = await this.#call('trades', [{ symbol, price }]);
    return answer.trades[0];
  }

  /** How many open sockets it hit. */
  async fault(order) {
    return (await this.#call('faults', order)).connections;
  }

  async #call(path, body) {
    const answer = await fetch(`http://${this.spot}/sim/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`/sim/${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(late);
  }
}

function portsOf(child) {
  return new Promise((up, failed) => {
    let output = '';
    const timer = setTimeout(() => failed(new Error(`the simulator is not up in time:\n${output}`)), START_MS);
    const read = (data) => {
      output += data;
      const found = /simulator started .*spot_port=(\d+) futures_port=(\d+)/.exec(output);
      if (found) {
        clearTimeout(timer);
        up({ spot: found[1], futures: found[2] });
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', failed);
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(new Error(`the simulator ended with ${code}:\n${output}`));
    });
  });
}
