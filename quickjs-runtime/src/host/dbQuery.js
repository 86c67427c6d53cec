/**
 * Guest side of `host.db.query`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const dbQuery = (ask) =>
  /** @param {string} sql @param {unknown[] | Record<string, unknown>} [params] */
  function query(sql, params = []) {
    return ask('db_query', { params }, 'sql', sql);
  };
