import { beforeEach, expect, test, vi } from 'vitest'
import { Hub } from './Hub'

class Source extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = Source.OPEN
  onerror: (() => void) | undefined
  constructor() {
    super()
    Source.all.push(this)
  }
  close() { this.readyState = Source.CLOSED }
  tell(name: string, data: string) { this.dispatchEvent(new MessageEvent(name, { data })) }
}

beforeEach(() => {
  Source.all = []
  vi.stubGlobal('EventSource', Source)
})

test('two listeners of an address share a connection, and the last to leave closes it', () => {
  const hub = new Hub()
  const one: string[] = []
  const other: string[] = []
  const leaveOne = hub.listen('/a', event => one.push(event.name + event.data))
  Source.all[0]?.tell('log', '1')
  const leaveOther = hub.listen('/a', event => other.push(event.name + event.data))
  Source.all[0]?.tell('log', '2')
  expect(Source.all).toHaveLength(1)
  expect(one).toEqual(['open', 'log1', 'log2'])
  expect(other).toEqual(['open', 'log1', 'log2'])
  leaveOne()
  expect(Source.all[0]?.readyState).toBe(Source.OPEN)
  leaveOther()
  expect(Source.all[0]?.readyState).toBe(Source.CLOSED)
})

test('who is one too many is told so and takes no connection', () => {
  const hub = new Hub()
  for (const path of ['/a', '/b', '/c', '/d']) hub.listen(path, () => undefined)
  const told: string[] = []
  hub.listen('/e', event => told.push(event.name))
  expect(told).toEqual(['closed'])
  expect(Source.all).toHaveLength(4)
})

test('a stream that was refused is asked for anew', () => {
  const hub = new Hub()
  const told: string[] = []
  hub.listen('/a', event => told.push(event.name))
  const refused = Source.all[0]
  refused?.close()
  refused?.onerror?.()
  expect(told).toEqual(['open', 'closed'])
  hub.listen('/a', () => undefined)
  expect(Source.all).toHaveLength(2)
})
