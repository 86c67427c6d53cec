/**
 * Guest side of `host.datasource.list`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const listDatasources = (invoke) =>
  async function list() {
    return invoke('list_datasources', {});
  };
