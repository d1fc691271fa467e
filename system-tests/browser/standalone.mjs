/** The runnable jar in an empty folder on free ports, and the browser that looks at it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const JAR = resolve(import.meta.dirname, '../../standalone/target/tickwire-standalone-0.1.0-SNAPSHOT-runnable.jar');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const START_MS = 60_000;

/** Starts one with a market that stands still; resolves once it is up. Settings are environment variables. */
export async function startStandalone(settings = {}) {
  assert.ok(existsSync(JAR), 'run mvn package first');
  const [port, adminPort, spotPort, futuresPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const folder = mkdtempSync(join(tmpdir(), 'tickwire-browser-'));
  const child = spawn('java', ['-Xmx256m', '-jar', JAR, 'up'], {
    cwd: folder,
    env: {
      ...process.env,
      TICKWIRE_PUSH_PORT: port,
      TICKWIRE_ADMIN_PORT: adminPort,
      TICKWIRE_SIM_SPOT_PORT: spotPort,
      TICKWIRE_SIM_FUTURES_PORT: futuresPort,
      TICKWIRE_SIM_MODE: 'paused',
      ...settings,
    },
  });
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await isUp(child);
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { port, spotPort, stop };
}

export function launchChromium() {
  assert.ok(CHROMIUM, 'Chromium is needed: apt-get install chromium');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

function isUp(child) {
  return new Promise((up, failed) => {
    let output = '';
    const timer = setTimeout(() => failed(new Error(`not up in time:\n${output}`)), START_MS);
    const read = (data) => {
      output += data;
      if (output.includes('Tickwire is up')) {
        clearTimeout(timer);
        up();
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => failed(new Error(`ended with ${code}:\n${output}`)));
  });
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(String(port)));
    });
  });
}
