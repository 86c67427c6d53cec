import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QuickJS } from 'quickjs-wasi';
import { bundle } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const wasm = readFileSync(join(here, 'node_modules/quickjs-wasi/quickjs.wasm'));
const sdk = bundle(join(here, 'src/sdk.js'));
const BEGIN = {
  context: {},
  seed: { math: 'aaaaaaabaaaaaaacaaaaaaadaaaaaaae', crypto: 'aaaaaaafaaaaaaagaaaaaaahaaaaaaai' },
  outputBytesMax: 1e6,
  logEntriesMax: 1000,
  timersMax: 100,
};

/**
 * Runs code in the engine that apps run in, with the SDK evaluated before it, for tests of what Node does differently.
 *
 * @param {string} code the body of a function that may `await`; what it returns must be JSON. `logged` has the log's messages,
 *   `sdkUnderTest` is the SDK's function
 * @returns {Promise<any>}
 */
export async function inGuest(code) {
  const vm = await QuickJS.create({ wasm });
  vm.evalCode('globalThis.logged = []');
  vm.evalCode(`globalThis.sdkUnderTest = (${sdk.replace("'use strict';\n", '').trimEnd().replace(/;$/, '')})((name, json) => { if (name === 'log') logged.push(JSON.parse(json).message); return '{"ok":true,"result":null}' }, () => '{"ok":true,"result":null}')`);
  vm.evalCode(`sdkUnderTest('begin', ${JSON.stringify(JSON.stringify(BEGIN))})`);
  vm.evalCode(`(async () => { ${code} })().then((v) => { globalThis.out = JSON.stringify({ value: v }) }, (e) => { globalThis.out = JSON.stringify({ error: e.name + ': ' + e.message, stack: e.stack }) })`);
  vm.executePendingJobs();
  for (let i = 0; i < 1000 && vm.dump(vm.evalCode('typeof out')) === 'undefined'; i++) {
    vm.evalCode("sdkUnderTest('fire')");
    vm.executePendingJobs();
  }
  const told = JSON.parse(vm.dump(vm.evalCode('out')));
  if (told.error !== undefined) {
    throw new Error(`${told.error}\n${told.stack}`);
  }
  return told.value;
}
