/**
 * Fails the run with what was thrown where nobody can catch it, as in an event's listener: as a rejection that nobody handles.
 *
 * @param {unknown} thrown
 */
export const reportError = async (thrown) => {
  throw thrown;
};
