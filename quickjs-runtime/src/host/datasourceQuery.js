import { checkedOptions } from '../checkedOptions.js';

/**
 * Guest side of `host.datasource.query`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const datasourceQuery = (ask) =>
  /** @param {string} sql @param {unknown[] | Record<string, unknown>} [params] @param {{ datasource?: string }} [options] */
  function query(sql, params = [], options = {}) {
    const rest = () => ({ params, datasource: checkedOptions('datasource_query', options, 'datasource').datasource });
    return ask('datasource_query', rest, 'sql', sql);
  };
