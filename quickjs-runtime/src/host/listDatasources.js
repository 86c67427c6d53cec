/**
 * Guest side of `host.datasource.list`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const listDatasources = (ask) =>
  function list() {
    return ask('list_datasources');
  };
