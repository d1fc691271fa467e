import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionWords, evidence, figure, happened, money } from '../../main/resources/console/words.js';

const thin = (text) => text.replaceAll('\u202f', ' ');

test('groups digits and never turns a decimal into a float', () => {
  assert.equal(thin(figure('58990.0')), '58 990.0');
  assert.equal(thin(figure('-1234567.00000001')), '−1 234 567.00000001');
  assert.equal(figure('999'), '999');
  assert.equal(figure(undefined), '–');
  assert.equal(figure('soon'), 'soon');
});

test('leaves out the zeros of money beyond the cents', () => {
  assert.equal(thin(money('99892.86060000')), '99 892.8606');
  assert.equal(money('600.00000000'), '600.00');
  assert.equal(money('10'), '10');
});

test('says in words why a stop fired', () => {
  const execution = {
    kind: 'stop_loss',
    threshold: '59000.0',
    tick: { sequence: 123, price: '58990.0', source: 'last' },
    received_us: 1_000_000,
    decided_us: 1_000_200,
    committed_us: 1_001_100,
  };
  assert.equal(
    thin(evidence(execution)),
    'Stop 59 000.0 fired at 58 990.0, tick 123 by trade, decided in 0.2 ms, committed in 1.1 ms',
  );
  assert.match(evidence({ ...execution, recovered: true, late: true }), /found after a gap, late, after a restart$/);
  assert.equal(evidence({ ...execution, kind: 'user', tick: undefined }), '');
});

test('says in words what happened', () => {
  const position = { side: 'long', quantity: '100', symbol: 'XBTUSDTM', entry_price: '60000', exit_price: '58990', close_reason: 'stop_loss' };
  assert.equal(thin(happened({ type: 'position_opened', data: position })), 'Opened long 100 XBTUSDTM at 60 000');
  assert.equal(
    thin(happened({ type: 'position_closed', data: { ...position, net: '-108.1394', currency: 'USDT' } })),
    'Closed long 100 XBTUSDTM at 58 990 by stop, net −108.1394 USDT',
  );
  assert.equal(
    happened({ type: 'trigger_rejected', data: { symbol: 'X', result: 'insufficient_balance' } }),
    'Trigger on X fired but was rejected: insufficient balance',
  );
  assert.equal(happened({ type: 'account_update', data: {} }), '');
  assert.equal(happened({ type: 'new_thing', data: {} }), 'new thing');
});

test('says in words how the connection is', () => {
  assert.equal(connectionWords('waiting', { ms: 1500 }), 'connection lost, again in 2 s');
  assert.match(connectionWords('closed', { code: 4401 }), /token/);
});
