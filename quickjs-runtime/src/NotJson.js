import { intrinsics } from './intrinsics.js';

/** A value that JSON cannot carry. The message names the path, as `$.rows[3].total is NaN, JSON has no such number`. */
export class NotJson extends intrinsics.TypeError {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'NotJson';
  }
}
