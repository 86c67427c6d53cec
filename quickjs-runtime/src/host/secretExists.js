/**
 * Guest side of `host.secrets.exists`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const secretExists = (ask) =>
  /** @param {string} name @returns {Promise<boolean>} */
  async function exists(name) {
    const answer = await ask('secret_exists', undefined, 'name', name);
    return answer.exists;
  };
