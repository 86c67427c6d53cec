/**
 * Guest side of `host.progress`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const progress = (ask) =>
  /** @param {number} fraction @param {string} [text] @returns {Promise<null>} */
  function progress(fraction, text) {
    return ask('progress', { fraction }, 'text', text);
  };
