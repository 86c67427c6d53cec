import assert from 'node:assert/strict';
import test from 'node:test';
import { createAsk } from './createAsk.js';
import { datasourceQuery } from './host/datasourceQuery.js';

test('options that the host would not see are refused', async () => {
  const query = datasourceQuery(createAsk((_name, _key, _text, rest) => Promise.resolve(JSON.parse(rest ?? '{}'))));
  for (const options of [{ datsource: 'x' }, 'x', null, ['x'], 1]) {
    await assert.rejects(query('select 1', [], /** @type {any} */ (options)), { name: 'HostError', code: 'BAD_ARGUMENT' });
  }
  assert.equal((await query('select 1', [], { datasource: 'x' })).datasource, 'x');
  assert.equal((await query('select 1')).datasource, undefined);
});
