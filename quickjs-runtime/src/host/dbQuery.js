/**
 * Guest side of `host.db.query`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const dbQuery = (invoke) =>
  /** @param {string} sql @param {unknown[]} [params] */
  async function query(sql, params = []) {
    return invoke('db_query', { sql, params });
  };
