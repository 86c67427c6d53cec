/**
 * Guest side of `host.randomBytes`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const randomBytes = (invoke) =>
  /** @param {number} count */
  async function randomBytes(count) {
    return invoke('random_bytes', { count });
  };
