/**
 * The console as a person uses it: headless Chromium against the runnable jar, from an empty folder. Run after `mvn package`:
 * `npm ci && npm test`. Set SCREENSHOTS to a folder to keep what the page looked like.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium, startStandalone } from './standalone.mjs';

const STEP_MS = 20_000;

let tickwire;
let browser;
let page;
const complaints = [];

before(async () => {
  tickwire = await startStandalone();
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(STEP_MS);
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${tickwire.port}/`);
});

after(async () => {
  await browser?.close();
  await tickwire?.stop();
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
  const answer = await fetch(`http://127.0.0.1:${tickwire.spotPort}/sim/trades`, {
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
