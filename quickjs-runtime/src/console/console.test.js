import '../../asEngine.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
import { inGuest } from '../../inGuest.mjs';
import { format } from './format.js';
import { table } from './table.js';

test('the examples in the comments hold, and marks are filled', async () => {
  assert.equal(format(['%s has %d rows', 'orders', 3, { a: 1 }]), 'orders has 3 rows {"a":1}');
  assert.equal(format(['%i %f %d %s %o %O %j %c| %% %x %s', 1.9, '2.5', 'x', null, { a: [] }, [1], 'j', 'color:red']), '1 2.5 NaN null {"a":[]} [1] "j" | % %x %s');
  assert.equal(format(['100%', 1]), '100% 1');
  assert.equal(format(['%d%%', 5n]), '5n%');
  assert.equal(format(['%s']), '%s');
  assert.equal(format([]), '');
});

test('a table has a row each, and says what it leaves out', () => {
  assert.equal(table([{ a: 1, b: 'x' }, { b: null, c: [2] }, 7]), '  | a | b    | c   | value\n0 | 1 | x    |     | \n1 |   | null | [2] | \n2 |   |      |     | 7');
  assert.match(table(Array.from({ length: 60 }, (_, i) => [i])), /… 10 more rows$/);
});

test('values are shown as JSON where they are, and else as what they are', async () => {
  const shown = await inGuest(`
    const circle = { a: {} };
    circle.a.up = circle;
    class Point { x = 1 }
    const values = [{ a: [1, 'x', null, true], d: new Date(0) }, new Map([['k', 2n]]), new Set([1, {}]), circle, [() => 1, function named() {}, Symbol('s'), undefined], new Point(), /a+/,
      new Uint8Array([1, 2]), new Proxy({}, {}), { get g() { throw 1 } }, [, 1], new WeakMap(), Object.create(null), new Date(NaN), [[[[[[[1]]]]]]], Array(200).fill(1), 'x'.repeat(5000)];
    for (const value of values) console.log(value);
    return logged;`);
  assert.deepEqual(shown.slice(0, 15), [
    '{"a":[1,"x",null,true],"d":"1970-01-01T00:00:00.000Z"}', 'Map(1) {"k" => 2n}', 'Set(2) {1, {}}', '{"a":{"up":[Circular]}}', '[[Function],[Function named],Symbol(s),null]', '{"x":1}', '/a+/',
    'Uint8Array(2) [1,2]', '[Proxy]', '{"g":[Getter]}', '[null,1]', 'WeakMap {}', '{}', 'Invalid Date', '[[[[[[…]]]]]]',
  ]);
  assert.match(shown[15], /… 100 more\]$/);
  assert.equal(shown[16].length, 4096);
});
