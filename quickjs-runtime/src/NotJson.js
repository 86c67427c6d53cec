import { intrinsics } from './intrinsics.js';

/**
 * A value that JSON cannot carry. The message ends a sentence and names the place by a JSON pointer, as
 * `not JSON at /rows/3/total: NaN`. Frozen for the reason that `HostError` is.
 */
export class NotJson extends intrinsics.TypeError {
  name = 'NotJson';

  static {
    intrinsics.freeze(this);
    intrinsics.freeze(this.prototype);
  }

  /** @param {string} message */
  constructor(message) {
    super(message);
  }
}
