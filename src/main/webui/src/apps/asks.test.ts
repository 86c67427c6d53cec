// @vitest-environment node
import { deflateRawSync } from '../../tests/zlib.js'
import { expect, test } from 'vitest'
import { readAsks } from './asks'

/** A zip with one local header, one central entry and the end record for each file. */
function zip(files: Record<string, string>, method = 8): Blob {
  const bytes: number[] = []
  const central: number[] = []
  const two = (n: number) => [n & 255, (n >> 8) & 255]
  const four = (n: number) => [...two(n & 0xffff), ...two(n >>> 16)]
  for (const [name, content] of Object.entries(files)) {
    const plain = new TextEncoder().encode(content)
    const packed = method === 8 ? deflateRawSync(plain) : plain
    const title = new TextEncoder().encode(name)
    const common = [...two(0x800), ...two(method), ...four(0), ...four(0), ...four(packed.length), ...four(plain.length), ...two(title.length), ...two(0)]
    central.push(...four(0x02014b50), ...two(20), ...two(20), ...common, ...two(0), ...two(0), ...two(0), ...four(0), ...four(bytes.length), ...title)
    bytes.push(...four(0x04034b50), ...two(20), ...common, ...title, ...packed)
  }
  const at = bytes.length
  const count = two(Object.keys(files).length)
  return new Blob([new Uint8Array([...bytes, ...central, ...four(0x06054b50), 0, 0, 0, 0, ...count, ...count, ...four(central.length), ...four(at), 0, 0])])
}

const manifest = { id: 'drift', name: 'Drift', version: '1.2.3', datasources: [{ alias: 'primary', types: ['postgresql'] }] }
const capabilities = { hostFunctions: ['log', 7], http: [{ host: 'hooks.example.com', methods: ['POST'] }], tools: { schema: 'get_schema' } }

test.each([0, 8])('reads what a package asks for (zip method %d)', async method => {
  const asks = await readAsks(zip({
    'app.js': 'x', 'manifest.json': JSON.stringify(manifest), 'capabilities.json': JSON.stringify(capabilities),
  }, method))
  expect(asks).toMatchObject({ id: 'drift', version: '1.2.3', datasources: [{ alias: 'primary', types: ['postgresql'], required: true }] })
  expect(asks.grants).toMatchObject({ hostFunctions: ['log', ''], http: [{ host: 'hooks.example.com' }], tools: ['get_schema'] })
})

test('what is no package says so', async () => {
  await expect(readAsks(new Blob(['hello']))).rejects.toThrow('This is not a zip')
  await expect(readAsks(zip({ 'app.js': 'x' }))).rejects.toThrow('This package has no manifest.json')
  await expect(readAsks(zip({ 'manifest.json': '{' }))).rejects.toThrow('manifest.json is not JSON')
})

test('a file that unpacks to more than is shown is refused', async () => {
  await expect(readAsks(zip({ 'manifest.json': ' '.repeat(300_000) }))).rejects.toThrow('too large')
})
