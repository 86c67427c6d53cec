/**
 * Guest side of `host.datasource.schema`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const datasourceSchema = (ask) =>
  /** @param {object} [request] */
  function schema(request = {}) {
    return ask('datasource_schema', () => request);
  };
