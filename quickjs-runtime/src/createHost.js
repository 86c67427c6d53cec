import { approvedQueryRefs } from './host/approvedQueryRefs.js';
import { datasourceExecute } from './host/datasourceExecute.js';
import { datasourceQuery } from './host/datasourceQuery.js';
import { datasourceSchema } from './host/datasourceSchema.js';
import { datasourceStatistics } from './host/datasourceStatistics.js';
import { dbQuery } from './host/dbQuery.js';
import { getAuthContext } from './host/getAuthContext.js';
import { httpRequest } from './host/httpRequest.js';
import { listDatasources } from './host/listDatasources.js';
import { llmGenerate } from './host/llmGenerate.js';
import { mcpToolInvoke } from './host/mcpToolInvoke.js';
import { notify } from './host/notify.js';
import { nowMillis } from './host/nowMillis.js';
import { progress } from './host/progress.js';
import { randomBytes } from './host/randomBytes.js';
import { secretExists } from './host/secretExists.js';
import { stateGet } from './host/stateGet.js';
import { stateSet } from './host/stateSet.js';

/**
 * The `host` of a run's context. A new host function is one file in `host/`, one line here, one declaration in
 * `host-api.d.ts`; a test compares the three.
 *
 * Each call runs when it is made and before the next one, whether or not its promise is awaited.
 *
 * @param {import('./createAsk.js').Ask} ask
 * @param {(name: string, args: object) => any} invoke
 * @param {object} log
 */
export function createHost(ask, invoke, log) {
  return {
    db: { query: dbQuery(ask) },
    datasource: {
      query: datasourceQuery(ask),
      execute: datasourceExecute(ask),
      schema: datasourceSchema(ask),
      statistics: datasourceStatistics(ask),
      references: approvedQueryRefs(ask),
      list: listDatasources(ask),
    },
    tools: { invoke: mcpToolInvoke(ask) },
    http: { request: httpRequest(ask) },
    llm: { generate: llmGenerate(ask) },
    secrets: { exists: secretExists(ask) },
    state: { get: stateGet(ask), set: stateSet(ask) },
    auth: { context: getAuthContext(ask) },
    log,
    notify: notify(ask),
    progress: progress(ask),
    now: nowMillis(ask),
    randomBytes: randomBytes(invoke),
  };
}
