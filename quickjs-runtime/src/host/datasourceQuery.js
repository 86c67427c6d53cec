import { checkedOptions } from '../checkedOptions.js';

/**
 * Guest side of `host.datasource.query`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const datasourceQuery = (invoke) =>
  /** @param {string} sql @param {unknown[]} [params] @param {{ datasource?: string }} [options] */
  async function query(sql, params = [], options = {}) {
    return invoke('datasource_query', { sql, params, datasource: checkedOptions('datasource_query', options, 'datasource').datasource });
  };
