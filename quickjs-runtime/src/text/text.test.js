import '../../asEngine.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
import { inGuest } from '../../inGuest.mjs';
const { TextDecoder: Decoder } = await import('./TextDecoder.js');
const { TextEncoder: Encoder } = await import('./TextEncoder.js');

/** Deterministic bytes in which all kinds of sequences and mistakes are frequent. @param {number} seed */
function bytesOf(seed) {
  let state = seed;
  const next = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  const kinds = ['a', 'é', '€', '🦊', '\ufeff', '\uffff', '\u0800'];
  const parts = Array.from({ length: next(12) }, () =>
    next(3) === 0 ? Buffer.from([[0x80, 0xc0, 0xc1, 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0xff, 0xa0, 0x9f, 0x90, 0xbf][next(13)]]) : Buffer.from(kinds[next(7)]),
  );
  const all = Buffer.concat(parts);
  return new Uint8Array(all.subarray(0, all.length - (next(4) === 0 && all.length > 0 ? 1 : 0)));
}

/** @param {() => unknown} act */
const outcome = (act) => {
  try {
    return act();
  } catch (error) {
    return (/** @type {Error} */ (error)).name;
  }
};

test("decodes as Node's own does, whole and in pieces, for each encoding and option", () => {
  for (const label of ['utf-8', 'utf-16le', 'windows-1252']) {
    for (const options of [{}, { fatal: true }, { ignoreBOM: true }]) {
      // Node 20 takes latin1 for windows-1252 when it is fatal or not, which is not the same from 0x80 to 0x9F.
      for (let seed = 1; seed <= 1500 && label !== 'windows-1252'; seed++) {
        const bytes = bytesOf(seed);
        const cut = seed % (bytes.length + 1);
        const whole = (/** @type {any} */ D) => outcome(() => new D(label, options).decode(bytes));
        const pieces = (/** @type {any} */ D) =>
          outcome(() => {
            const decoder = new D(label, options);
            return decoder.decode(bytes.subarray(0, cut), { stream: true }) + decoder.decode(bytes.subarray(cut), { stream: true }) + decoder.decode();
          });
        assert.equal(whole(Decoder), whole(TextDecoder), `${label} ${seed}`);
        assert.equal(pieces(Decoder), pieces(TextDecoder), `${label} ${seed} in pieces`);
      }
    }
  }
});

test('windows-1252 by the table of the Encoding Standard', () => {
  assert.equal(new Decoder('ISO-8859-1').decode(new Uint8Array([0x41, 0x80, 0x81, 0x9f, 0xa0, 0xff])), 'A€\x81Ÿ\xa0ÿ');
  assert.equal(new Decoder(' Latin1\n').encoding, 'windows-1252');
});

test('an encoding that is not there is refused, naming those that are', () => {
  for (const label of ['shift_jis', 'utf-16be', '', 'utf-8 utf8', 'x']) {
    assert.throws(() => new Decoder(label), { name: 'RangeError', message: /it has utf-8, utf-16le and windows-1252/ });
  }
});

test('encodes as Node does, at any length', () => {
  const fox = 'aé€🦊\ud800';
  for (const text of ['', fox, fox.repeat(10000), '🦊'.repeat(8193), 'x' + '🦊'.repeat(16384), '\udc00\ud800']) {
    assert.deepEqual(new Encoder().encode(text), new TextEncoder().encode(text));
    for (const room of [0, 1, 5, 7, 100]) {
      const [ours, theirs] = [new Uint8Array(room), new Uint8Array(room)];
      assert.deepEqual(new Encoder().encodeInto(text, ours), new TextEncoder().encodeInto(text, theirs));
      assert.deepEqual(ours, theirs);
    }
  }
});

test('what is no buffer is refused, any view is taken', () => {
  assert.throws(() => new Decoder().decode(/** @type {any} */ ('text')), /expects an ArrayBuffer/);
  const { buffer } = new Uint8Array([65, 66, 67, 68]);
  assert.equal(new Decoder().decode(new DataView(buffer, 1, 2)), 'BC');
  assert.equal(new Decoder().decode(new Uint16Array(buffer, 2)), 'CD');
  assert.equal(new Decoder().decode(buffer), 'ABCD');
});

test('in the engine, two megabytes go through and back', async () => {
  const told = await inGuest(
    "const t = 'aé€🦊'.repeat(1e5); const b = new TextEncoder().encode(t); return [b.length, new TextDecoder('utf-8', { fatal: true }).decode(b) === t]",
  );
  assert.deepEqual(told, [1000000, true]);
});
