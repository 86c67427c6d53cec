import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IMPORT = /^import \{ (\w+) \} from '(\.[^']+)';\n/gm;
const COMMENTS = /^ *(\/\*\*[^]*?\*\/|\/\/.*)\n/gm;
const INDENT = /^ +/gm;
const EXPORT = /^export (const|function|class) (\w+)/m;

/**
 * Joins modules into one script whose value is the entry's exported symbol. Enough for the SDK's house rules and nothing else:
 * each file exports one symbol, imports name one symbol by a relative path. Each file keeps a scope of its own. Comments on lines of their own
 * and indents are left out; so no text may span lines.
 *
 * @param {string} entry path of the entry module
 * @returns {string}
 */
export function bundle(entry) {
  const done = new Set();
  let script = '';
  let last = '';

  /** @param {string} file @param {string[]} trail */
  const add = (file, trail) => {
    if (trail.includes(file)) {
      throw new Error(`Modules import each other: ${[...trail, file].join(' → ')}`);
    }
    if (done.has(file)) {
      return;
    }
    const source = readFileSync(file, 'utf8');
    for (const [, , path] of source.matchAll(IMPORT)) {
      add(join(dirname(file), path), [...trail, file]);
    }
    const body = source.replace(IMPORT, '').replace(EXPORT, '$1 $2').replace(COMMENTS, '').replace(INDENT, '');
    const symbol = source.match(EXPORT)?.[2];
    if (symbol === undefined || /^(import|export)\b/m.test(body)) {
      throw new Error(`${file} must export exactly one symbol and import by relative path only`);
    }
    script += `const ${symbol} = (() => {\n${body}return ${symbol};\n})();\n`;
    last = symbol;
    done.add(file);
  };

  add(entry, []);
  return `'use strict';\n(() => {\n${script}return ${last};\n})();\n`;
}
