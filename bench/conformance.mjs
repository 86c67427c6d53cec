// Reads the executable feature tests of npm's compat-table (kangax) as data:
//   node bench/conformance.mjs <folder for the package> <file to write>
// Writes [{edition, name, code}] as JSON. Each test is the body of a function that returns whether it passed, or calls asyncTestPassed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const VERSION = '0.0.20190509084935';
const EDITIONS = ['es5', 'es6', 'es2016plus', 'esnext'];

const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', `compat-table@${VERSION}`], { cwd: folder, stdio: 'inherit' });
const load = createRequire(join(folder, 'package.json'));

/** @param {Function} exec @returns {string} what stands in the function's comment, or else in the function */
function bodyOf(exec) {
  const text = exec.toString();
  const comment = text.match(/^[^{]*\{\s*\/\*([^]*)\*\/\s*\}$/);
  return comment ? comment[1] : text.slice(text.indexOf('{') + 1, text.lastIndexOf('}'));
}

const tests = [];
for (const edition of EDITIONS) {
  for (const feature of load(`compat-table/data-${edition}.js`).tests) {
    for (const test of feature.subtests ?? [feature]) {
      const name = feature.subtests ? `${feature.name}: ${test.name}` : feature.name;
      const scripts = Array.isArray(test.exec) ? test.exec.map((one) => one.script ?? one) : [test.exec];
      for (const exec of scripts.filter((one) => typeof one === 'function')) {
        tests.push({ edition: edition === 'es2016plus' ? (feature.category ?? edition).replace(/ .*/, '').replace(/^(\d)/, 'es$1') : edition, name, code: bodyOf(exec) });
      }
    }
  }
}
writeFileSync(process.argv[3], JSON.stringify(tests));
