/**
 * Guest side of `host.datasource.schema`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const datasourceSchema = (invoke) =>
  /** @param {object} [request] */
  async function schema(request = {}) {
    return invoke('datasource_schema', request);
  };
