/**
 * Guest side of `host.datasource.statistics`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const datasourceStatistics = (ask) =>
  /** @param {string} table @param {object} [options] */
  function statistics(table, options = {}) {
    return ask('datasource_statistics', () => options, 'table', table);
  };
