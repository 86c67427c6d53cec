// The JS engine's WebAssembly module on V8, for ./ekaya bench engines: what V8's compiler makes of the very module that ours compiles.
// Each line of input names a program of programs.json; each is answered by `= nanoseconds "text"` or `! "what it failed with"`.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { QuickJS } from '../quickjs-runtime/node_modules/quickjs-wasi/dist/index.js';

const here = new URL('.', import.meta.url);
const programs = JSON.parse(readFileSync(new URL('programs.json', here), 'utf8'));
const wasm = readFileSync(new URL('../quickjs-runtime/node_modules/quickjs-wasi/quickjs.wasm', here));
const vm = await QuickJS.create({ wasm });

/** @param {string} script */
function answer(script) {
  try {
    const start = process.hrtime.bigint();
    const value = vm.evalCode(script);
    const text = value.toString();
    value.dispose();
    return `= ${process.hrtime.bigint() - start} ${JSON.stringify(text)}`;
  } catch (error) {
    return `! ${JSON.stringify(String(error))}`;
  }
}

for await (const program of createInterface({ input: process.stdin })) {
  process.stdout.write(`${answer(`String(${programs[program]})`)}\n`);
}
