import { define } from '../define.js';
import { intrinsics } from '../intrinsics.js';
import { bytesOf } from './bytesOf.js';
import { createUtf16Decoder } from './createUtf16Decoder.js';
import { createUtf8Decoder } from './createUtf8Decoder.js';
import { decodeWindows1252 } from './decodeWindows1252.js';

/** By the labels of the WHATWG Encoding Standard, for which ISO 8859-1 and ASCII are windows-1252. */
const ENCODINGS = {
  __proto__: null,
  'utf-8': ' utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 ',
  'utf-16le': ' utf-16le utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff ',
  'windows-1252':
    ' windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252 ',
};

/** @param {unknown} label @returns {'utf-8' | 'utf-16le' | 'windows-1252'} */
function encodingOf(label) {
  let asked = intrinsics.lowerCase('' + label);
  while (asked !== '' && intrinsics.includes(' \t\n\f\r', asked[0])) {
    asked = intrinsics.slice(asked, 1);
  }
  while (asked !== '' && intrinsics.includes(' \t\n\f\r', asked[asked.length - 1])) {
    asked = intrinsics.slice(asked, 0, -1);
  }
  for (const name in ENCODINGS) {
    if (asked !== '' && !intrinsics.includes(asked, ' ') && intrinsics.includes(/** @type {any} */ (ENCODINGS)[name], ' ' + asked + ' ')) {
      return /** @type {any} */ (name);
    }
  }
  throw new intrinsics.RangeError("TextDecoder has no encoding '" + intrinsics.slice('' + label, 0, 40) + "', it has utf-8, utf-16le and windows-1252");
}

/** The global of that name, for three encodings. */
export class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #decode = /** @type {((bytes: Uint8Array, more: boolean) => string) | undefined} */ (undefined);
  #started = false;

  static {
    define(this.prototype, intrinsics.toStringTag, 'TextDecoder');
  }

  /** @param {string} [label] @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options] */
  constructor(label = 'utf-8', options = undefined) {
    const { fatal = false, ignoreBOM = false } = options ?? { __proto__: null };
    this.#encoding = encodingOf(label);
    this.#fatal = !!fatal;
    this.#ignoreBOM = !!ignoreBOM;
  }

  get encoding() {
    return this.#encoding;
  }

  get fatal() {
    return this.#fatal;
  }

  get ignoreBOM() {
    return this.#ignoreBOM;
  }

  /**
   * @param {ArrayBuffer | ArrayBufferView} [source]
   * @param {{ stream?: boolean }} [options] `stream`: more is to come, so an unfinished character at the end is kept
   * @returns {string}
   */
  decode(source = undefined, options = undefined) {
    const more = !!(options ?? { __proto__: null, stream: false }).stream;
    const bytes = source === undefined ? new intrinsics.Uint8Array(0) : bytesOf(source);
    if (bytes === undefined) {
      throw new intrinsics.TypeError('TextDecoder.decode expects an ArrayBuffer or a view of one');
    }
    let text;
    try {
      this.#decode ??= this.#start();
      text = this.#decode(bytes, more);
    } catch (problem) {
      this.#decode = undefined;
      throw problem;
    }
    if (text !== '' && !this.#started) {
      this.#started = true;
      if (!this.#ignoreBOM && this.#encoding !== 'windows-1252' && text[0] === '\ufeff') {
        text = intrinsics.slice(text, 1);
      }
    }
    if (!more) {
      this.#decode = undefined;
    }
    return text;
  }

  #start() {
    this.#started = false;
    return this.#encoding === 'utf-8'
      ? createUtf8Decoder(this.#fatal)
      : this.#encoding === 'utf-16le'
        ? createUtf16Decoder(this.#fatal)
        : decodeWindows1252;
  }
}
