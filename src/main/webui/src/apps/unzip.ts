/**
 * Reads a few small files out of a zip in the browser, only to show what a package asks for before it is sent. The server reads and
 * judges the package by itself; nothing here is trusted.
 */
export async function textsInZip(zip: Blob, names: string[], bytesMax = 256 * 1024): Promise<Map<string, string>> {
  const bytes = new DataView(await zip.arrayBuffer())
  const texts = new Map<string, string>()
  for (const entry of entriesOf(bytes)) {
    if (!names.includes(entry.name)) continue
    if (entry.packed > bytesMax || entry.unpacked > bytesMax) throw new Error(`${entry.name} is too large to be shown`)
    texts.set(entry.name, await textOf(bytes, entry, bytesMax))
  }
  return texts
}

interface Entry {
  name: string
  method: number
  packed: number
  unpacked: number
  at: number
}

const endMark = 0x06054b50
const entryMark = 0x02014b50
const entryCountMax = 2000

function entriesOf(zip: DataView): Entry[] {
  const end = endOf(zip)
  const count = Math.min(zip.getUint16(end + 10, true), entryCountMax)
  const entries: Entry[] = []
  let at = zip.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    if (at + 46 > zip.byteLength || zip.getUint32(at, true) !== entryMark) throw new Error('This zip is damaged')
    const nameLength = zip.getUint16(at + 28, true)
    entries.push({
      name: new TextDecoder().decode(new Uint8Array(zip.buffer, at + 46, nameLength)),
      method: zip.getUint16(at + 10, true),
      packed: zip.getUint32(at + 20, true),
      unpacked: zip.getUint32(at + 24, true),
      at: zip.getUint32(at + 42, true),
    })
    at += 46 + nameLength + zip.getUint16(at + 30, true) + zip.getUint16(at + 32, true)
  }
  return entries
}

/** The end record stands in the last 64 KiB, before a comment of any length. */
function endOf(zip: DataView): number {
  for (let at = zip.byteLength - 22; at >= 0 && at >= zip.byteLength - 22 - 0xffff; at--) {
    if (zip.getUint32(at, true) === endMark) return at
  }
  throw new Error('This is not a zip')
}

async function textOf(zip: DataView, entry: Entry, bytesMax: number): Promise<string> {
  const start = entry.at + 30 + zip.getUint16(entry.at + 26, true) + zip.getUint16(entry.at + 28, true)
  const packed = new Blob([new Uint8Array(zip.buffer as ArrayBuffer, start, entry.packed)])
  if (entry.method === 0) return packed.text()
  if (entry.method !== 8) throw new Error(`${entry.name} is packed in an unknown way`)
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true })
    if (text.length > bytesMax) {
      await reader.cancel()
      throw new Error(`${entry.name} is too large to be shown`)
    }
  }
  return text + decoder.decode()
}
