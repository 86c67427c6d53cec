import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { runInNewContext } from 'node:vm';
import { bundle } from './bundle.mjs';
import { inGuest } from './inGuest.mjs';

/** @param {Record<string, string>} files @param {(folder: string) => void} act */
function inFolder(files, act) {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
    act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('joins modules, each in a scope of its own', () => {
  const files = {
    'a.js': "import { b } from './b.js';\n\n/** Doc. */\nconst own = 1;\nexport const a = () => own + b;\n",
    'b.js': '// A comment.\nconst own = 40;\nexport const b = own + 1;\n',
  };
  inFolder(files, (folder) => {
    const script = bundle(join(folder, 'a.js'));
    assert.equal(runInNewContext(script)(), 42);
    assert.doesNotMatch(script, /Doc|comment/);
  });
});

test('the SDK as a whole is a script that the engine takes', async () => {
  assert.equal(await inGuest('return typeof structuredClone'), 'function');
});

test('refuses two exports, a package import and a circle', () => {
  const files = {
    'two.js': 'export const a = 1;\nexport const b = 2;\n',
    'package.js': "import { x } from 'x';\nexport const a = x;\n",
    'one.js': "import { other } from './other.js';\nexport const one = other;\n",
    'other.js': "import { one } from './one.js';\nexport const other = one;\n",
  };
  inFolder(files, (folder) => {
    assert.throws(() => bundle(join(folder, 'two.js')), /exactly one symbol/);
    assert.throws(() => bundle(join(folder, 'package.js')), /exactly one symbol/);
    assert.throws(() => bundle(join(folder, 'one.js')), /import each other/);
  });
});
