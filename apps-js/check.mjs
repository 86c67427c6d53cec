// Runs the tests of the sample apps in Node: `node apps-js/check.mjs [app...]`. A quick check while writing, of apps-js/ and
// apps-compiled/; the server runs tests/*.json of a package in the real sandbox.
//
// A test is {name, input, settings, host: [{call, args?, answer | error}], output}. Host calls come in the order of the entries, by
// wire name and, where given, with equal arguments; `log` and `progress` need none. Settings get the defaults of manifest.json.
import { deepStrictEqual } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** A C library imports a system even where an app uses none; what is called all the same is answered with ENOSYS. */
const ENOSYS = 52;
const NO_SYSTEM = new Proxy({}, { get: () => () => ENOSYS });

const roots = [new URL('.', import.meta.url), new URL('../apps-compiled/', import.meta.url)];
const wanted = process.argv.slice(2);
let failed = 0;
let ran = 0;

for (const app of roots.flatMap(apps)) {
  const run = existsSync(new URL('app.wasm', app)) ? compiledApp(app) : await scriptApp(app);
  for (const file of testFiles(app)) {
    const test = JSON.parse(readFileSync(file, 'utf8'));
    const shown = file.pathname.split('/').slice(-4).join('/');
    ran++;
    try {
      const host = scriptedHost(test.host ?? []);
      const context = {
        input: test.input ?? {},
        settings: { ...defaults(app), ...test.settings },
        trigger: { kind: 'test' },
        run: { id: 'test', attempt: 1, idempotencyKey: 'test' },
      };
      const output = await run(context, host.call);
      deepStrictEqual(output, test.output);
      deepStrictEqual(host.unused(), [], 'host calls that were expected and not made');
      console.log(`ok      ${shown}: ${test.name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${shown}: ${test.name}\n${error.stack}`);
    }
  }
}
console.log(`${ran} tests, ${failed} failed`);
process.exitCode = failed > 0 || ran === 0 ? 1 : 0;

function apps(root) {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (wanted.length === 0 || wanted.includes(entry.name)))
    .map(({ name }) => new URL(`${name}/`, root));
}

function testFiles(app) {
  return ['tests/', 'test/']
    .map((folder) => new URL(folder, app))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => new URL(file, folder)))
    .filter((file) => file.pathname.endsWith('.json'));
}

function defaults(app) {
  const { settings } = JSON.parse(readFileSync(new URL('manifest.json', app), 'utf8'));
  return Object.fromEntries(
    Object.entries(settings?.properties ?? {}).flatMap(([key, schema]) => ('default' in schema ? [[key, schema.default]] : [])),
  );
}

/** Answers from the script; throws what the script says. */
function scriptedHost(script) {
  const left = [...script];
  const call = (name, args) => {
    const [next] = left;
    if (next?.call === name && (next.args === undefined || isDeepStrictEqual(next.args, args))) {
      left.shift();
      if (next.error) {
        throw Object.assign(new Error(next.error.message), next.error);
      }
      return next.answer;
    }
    if (name === 'log' || name === 'progress') {
      return null;
    }
    throw new Error(`Host call ${name} ${JSON.stringify(args)} came, expected ${JSON.stringify(next) ?? 'none'}`);
  };
  return { call, unused: () => left };
}

/** An app.js, with a host as the SDK of quickjs-runtime/ gives it. */
async function scriptApp(app) {
  const { default: main } = await import(new URL('app.js', app));
  return async (context, hostCall) => {
    const call = async (name, args) => hostCall(name, JSON.parse(JSON.stringify(args)));
    const log = (message, fields) => hostCall('log', { message, fields });
    const host = {
      db: { query: (sql, params = []) => call('db_query', { sql, params }) },
      datasource: {
        query: (sql, params = [], { datasource } = {}) => call('datasource_query', { sql, params, datasource }),
        execute: (query, params = {}, { datasource } = {}) => call('datasource_execute', { query, params, datasource }),
        references: (table, column, { datasource } = {}) => call('approved_query_refs', { table, column, datasource }),
        schema: (request = {}) => call('datasource_schema', request),
        statistics: (table, options = {}) => call('datasource_statistics', { table, ...options }),
        list: () => call('list_datasources', {}),
      },
      tools: { invoke: async (tool, args = {}) => call('mcp_tool_invoke', { tool, arguments: args }) },
      http: { request: (request) => call('http_request', request) },
      llm: {
        generate: async (question, options = {}) =>
          call('llm_generate', {
            ...(typeof question === 'string' ? { prompt: question } : Array.isArray(question) ? { messages: question } : question),
            ...options,
          }),
      },
      secrets: { exists: async (name) => (await call('secret_exists', { name })).exists },
      state: {
        get: (key) => call('state_get', { key }),
        set: (key, value, version) => call('state_set', { key, value, version }),
      },
      auth: { context: () => call('get_auth_context', {}) },
      notify: (notice) => call('notify', notice),
      progress: (fraction, text) => call('progress', { fraction, text }),
      log: { debug: log, info: log, warn: log, error: log },
    };
    return JSON.parse(JSON.stringify(await main({ ...context, host })));
  };
}

/** An app.wasm by the native ABI: an i64 is `pointer << 32 | length`, and memory is asked for with ekaya_alloc. */
function compiledApp(app) {
  const module = new WebAssembly.Module(readFileSync(new URL('app.wasm', app)));
  return async (context, hostCall) => {
    const read = (pointer, length) =>
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(exports.memory.buffer, pointer, length)));
    const write = (value) => {
      const bytes = new TextEncoder().encode(JSON.stringify(value));
      const pointer = exports.ekaya_alloc(bytes.length);
      new Uint8Array(exports.memory.buffer, pointer, bytes.length).set(bytes);
      return [pointer, bytes.length];
    };
    const packed = ([pointer, length]) => (BigInt(pointer) << 32n) | BigInt(length);
    const envelope = (name, args) => {
      try {
        return { ok: true, result: hostCall(name, args) };
      } catch (error) {
        if (!error.code) {
          throw error;
        }
        return { ok: false, error: { code: error.code, message: error.message, retryable: false } };
      }
    };
    const host_call = (name, nameLength, json, jsonLength) => {
      const wireName = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, name, nameLength));
      return packed(write(envelope(wireName, read(json, jsonLength))));
    };
    const { exports } = new WebAssembly.Instance(module, { ekaya: { host_call }, wasi_snapshot_preview1: NO_SYSTEM });
    exports._initialize?.();
    const output = BigInt.asUintN(64, exports.ekaya_run(...write(context)));
    return output === 0n ? undefined : read(Number(output >> 32n), Number(output & 0xffffffffn));
  };
}
