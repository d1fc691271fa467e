/**
 * The console as a person uses it: headless Chromium against the runnable jar, from an empty folder. Run after `mvn package`:
 * `npm ci && npm test`. Set SCREENSHOTS to a folder to keep what the page looked like.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const JAR = resolve(import.meta.dirname, '../../standalone/target/tickwire-standalone-0.1.0-SNAPSHOT-runnable.jar');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const START_MS = 60_000;
const STEP_MS = 20_000;

let tickwire;
let browser;
let page;
let folder;
let spotPort;
const complaints = [];

before(async () => {
  assert.ok(CHROMIUM, 'Chromium is needed: apt-get install chromium');
  assert.ok(existsSync(JAR), 'run mvn package first');
  const [port, adminPort, spot, futures] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  spotPort = spot;
  folder = mkdtempSync(join(tmpdir(), 'tickwire-browser-'));
  tickwire = spawn('java', ['-Xmx256m', '-jar', JAR, 'up'], {
    cwd: folder,
    env: {
      ...process.env,
      TICKWIRE_PUSH_PORT: port,
      TICKWIRE_ADMIN_PORT: adminPort,
      TICKWIRE_SIM_SPOT_PORT: spot,
      TICKWIRE_SIM_FUTURES_PORT: futures,
      TICKWIRE_SIM_MODE: 'paused',
    },
  });
  await isUp(tickwire);
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(STEP_MS);
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${port}/`);
});

after(async () => {
  await browser?.close();
  if (tickwire && tickwire.exitCode === null) {
    const gone = new Promise((done) => tickwire.once('exit', done));
    tickwire.kill('SIGTERM');
    await gone;
  }
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('a person signs in, opens a position with a stop, and watches it fire', async () => {
  await page.fill('#sign-in-form input[name=user]', 'alice');
  await page.click('#sign-in-form button.primary');
  await page.locator('#prices').getByText('XBTUSDTM').waitFor();

  await trade('60000.0');
  await page.locator('#prices').getByText(/60.?000/).first().waitFor();

  const form = page.locator('#open-form');
  await form.locator('[name=symbol]').fill('XBTUSDTM');
  await form.locator('[name=quantity]').fill('100');
  await form.locator('[name=leverage]').fill('10');
  await form.locator('[name=stop_loss]').fill('59000');
  await form.locator('[name=take_profit]').fill('62000');
  await form.locator('button.primary').click();
  await page.locator('#positions').getByText('XBTUSDTM').waitFor();
  await screenshot('1-open');

  await trade('59000.0');
  await page.locator('#feed').getByText(/107.14/).first().waitFor();
  await page.locator('#feed').getByText(/stop/i).first().waitFor();
  await page.locator('#account').getByText(/99.?892.86/).first().waitFor();
  await screenshot('2-stopped');
});

test('a stop on the wrong side is refused in words', async () => {
  const form = page.locator('#open-form');
  await form.locator('[name=symbol]').fill('XBTUSDTM');
  await form.locator('[name=quantity]').fill('100');
  await form.locator('[name=leverage]').fill('10');
  await form.locator('[name=stop_loss]').fill('61000');
  await form.locator('[name=take_profit]').fill('');
  await form.locator('button.primary').click();
  const fault = form.locator('.fault');
  await fault.waitFor({ state: 'visible' });
  assert.match(await fault.innerText(), /stop/i);
});

test('the page made no complaint but the refusal', () => {
  assert.deepEqual(complaints.filter((text) => !text.includes('422')), []);
});

async function trade(price) {
  const answer = await fetch(`http://127.0.0.1:${spotPort}/sim/trades`, {
    method: 'POST',
    body: JSON.stringify([{ symbol: 'XBTUSDTM', price }]),
  });
  assert.equal(answer.status, 200, await answer.text());
}

async function screenshot(name) {
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
  }
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
