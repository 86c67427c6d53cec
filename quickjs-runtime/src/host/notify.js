/**
 * Guest side of `host.notify`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const notify = (ask) =>
  /** @param {object} notice @returns {Promise<{ accepted: boolean, reason?: string }>} */
  function notify(notice) {
    return ask('notify', notice);
  };
