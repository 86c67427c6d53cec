import { intrinsics } from '../intrinsics.js';

/**
 * The bytes behind an ArrayBuffer or a view, shared and not copied.
 *
 * @param {any} source
 * @returns {Uint8Array | undefined} undefined when it is neither
 */
export function bytesOf(source) {
  if (intrinsics.viewOf(source)) {
    return intrinsics.viewTag(source) === undefined
      ? new intrinsics.Uint8Array(intrinsics.dataViewBuffer(source), intrinsics.dataViewOffset(source), intrinsics.dataViewLength(source))
      : new intrinsics.Uint8Array(intrinsics.viewBuffer(source), intrinsics.viewOffset(source), intrinsics.viewLength(source));
  }
  try {
    return new intrinsics.Uint8Array(source, 0, intrinsics.bufferLength(source));
  } catch {
    return undefined;
  }
}
