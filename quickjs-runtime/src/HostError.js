import { intrinsics } from './intrinsics.js';

/** A host function's refusal, thrown in the app. See `host-api.d.ts` for the codes. */
export class HostError extends intrinsics.Error {
  /** @param {{ code: string, message: string, retryable?: boolean }} error as in the host's envelope */
  constructor(error) {
    super(error.message);
    this.name = 'HostError';
    this.code = error.code;
    this.retryable = error.retryable === true;
  }
}
