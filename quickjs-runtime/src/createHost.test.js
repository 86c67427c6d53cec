import '../asEngine.mjs';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { createAsk } from './createAsk.js';
import { createHost } from './createHost.js';
import { createInvoke } from './createInvoke.js';
import { createLog } from './createLog.js';

/** @returns {{ host: any, names: string[] }} */
function recording() {
  /** @type {string[]} */
  const names = [];
  const answer = (/** @type {string} */ name) => {
    names.push(name);
    return '{"ok":true,"result":""}';
  };
  const invoke = createInvoke(answer);
  return { host: createHost(createAsk(answer), invoke, createLog(invoke).log), names };
}

/** @param {any} part @returns {Function[]} */
const functionsOf = (part) => (typeof part === 'function' ? [part] : Object.values(part).flatMap(functionsOf));

test('the host functions are those that host-api.d.ts declares', async () => {
  const { host, names } = recording();
  for (const each of functionsOf(host)) {
    await each('a', 'b');
  }
  const declared = [...readFileSync(new URL('../host-api.d.ts', import.meta.url), 'utf8').matchAll(/@wire (\w+)/g)].map((m) => m[1]);
  assert.ok(declared.length >= 10);
  assert.deepEqual([...new Set(names)].sort(), [...new Set(declared)].sort());
});

test('each file in host/ is one of them', () => {
  const files = readdirSync(new URL('host', import.meta.url)).filter((name) => !name.endsWith('.test.js'));
  const source = readFileSync(new URL('createHost.js', import.meta.url), 'utf8');
  for (const file of files) {
    assert.ok(source.includes(`./host/${file}`), file);
  }
});

test('a refusal is thrown as a HostError with code and retryable', async () => {
  const refused = () => '{"ok":false,"error":{"code":"RATE_LIMITED","message":"Slow down","retryable":true}}';
  const { db } = createHost(createAsk(refused), createInvoke(refused), {});
  await assert.rejects(db.query('SELECT 1'), { name: 'HostError', code: 'RATE_LIMITED', message: 'Slow down', retryable: true });
});
