import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from './encode.js';
import { flatText } from './flatText.js';

test('gives what encode gives', () => {
  const records = [{}, { a: 'x"\u0001\ud800é', b: -0, c: 1e21, d: true, e: null, f: undefined }, { __proto__: null, 'k"': 0.1 }];
  for (const record of records) {
    assert.equal(flatText(record), encode(record));
  }
});

test('leaves to encode what is not plain', () => {
  for (const value of [NaN, Infinity, 1n, {}, [], () => 1, Symbol('s'), new Date(0)]) {
    assert.equal(flatText({ a: 1, value }), undefined);
  }
});
