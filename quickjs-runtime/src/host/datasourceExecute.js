import { checkedOptions } from '../checkedOptions.js';

/**
 * Guest side of `host.datasource.execute`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const datasourceExecute = (ask) =>
  /** @param {string} query @param {Record<string, unknown>} [params] @param {{ datasource?: string }} [options] */
  function execute(query, params = {}, options = {}) {
    const rest = () => ({ params, datasource: checkedOptions('datasource_execute', options, 'datasource').datasource });
    return ask('datasource_execute', rest, 'query', query);
  };
