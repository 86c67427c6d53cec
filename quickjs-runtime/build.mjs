// Builds what the server needs of the JS guest, only when its inputs changed:
//   node build.mjs <folder>   writes ekaya-sdk.js, quickjs.wasm and engine.properties into the folder
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, '../target/quickjs'));

/** @param {string[]} files @returns {string} one hash over names and contents */
function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`).update(readFileSync(join(here, file)));
  }
  return hash.digest('hex');
}

/** @param {string} file @param {string} stamp @param {() => void} act */
function unlessStamped(file, stamp, act) {
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) {
    return;
  }
  act();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stamp);
}

const sources = readdirSync(join(here, 'src'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.js') && !name.endsWith('.test.js'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .sort();

unlessStamped(join(here, 'node_modules/.ekaya-stamp'), stampOf(['package.json', 'package-lock.json']), () => {
  // On Windows npm is a .cmd file, which needs a shell.
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
});

unlessStamped(join(out, 'stamp'), stampOf(['build.mjs', 'bundle.mjs', 'package-lock.json', ...sources]), () => {
  mkdirSync(out, { recursive: true });
  const engine = JSON.parse(readFileSync(join(here, 'node_modules/quickjs-wasi/package.json'), 'utf8'));
  copyFileSync(join(here, 'node_modules/quickjs-wasi/quickjs.wasm'), join(out, 'quickjs.wasm'));
  writeFileSync(join(out, 'ekaya-sdk.js'), bundle(join(here, 'src/sdk.js')));
  writeFileSync(join(out, 'engine.properties'), `version=quickjs-wasi-${engine.version}\n`);
});
