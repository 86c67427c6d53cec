import { intrinsics } from './intrinsics.js';

/**
 * A host function's refusal, thrown in the app. See `host-api.d.ts` for the codes. Frozen, as the app gets hold of the class by
 * `error.constructor`, and could otherwise change what `super` means here.
 */
export class HostError extends intrinsics.Error {
  name = 'HostError';
  code = '';
  retryable = false;

  static {
    intrinsics.freeze(this);
    intrinsics.freeze(this.prototype);
  }

  /** @param {{ code: string, message: string, retryable?: boolean }} error as in the host's envelope */
  constructor(error) {
    super(error.message);
    this.code = error.code;
    this.retryable = intrinsics.hasOwn(error, 'retryable') && error.retryable === true;
  }
}
