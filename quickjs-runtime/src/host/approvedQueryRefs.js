import { checkedOptions } from '../checkedOptions.js';

/**
 * Guest side of `host.datasource.references`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const approvedQueryRefs = (ask) =>
  /** @param {string} table @param {string} [column] @param {{ datasource?: string }} [options] */
  function references(table, column, options = {}) {
    const rest = () => ({ column, datasource: checkedOptions('approved_query_refs', options, 'datasource').datasource });
    return ask('approved_query_refs', rest, 'table', table);
  };
