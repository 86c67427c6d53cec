import { Hub, type LiveEvent, type Sink } from './Hub'
import workerUrl from './live.worker?worker&url'

const hereMillis = 30_000
type Listen = (path: string, sink: Sink) => () => void
let chosen: Listen | undefined

/** Whether this browser can be told at all. */
export const canListen = () => typeof EventSource !== 'undefined'

interface Shared {
  sinks: Set<Sink>
  isOpen: boolean
  leave: () => void
}

const shared = new Map<string, Shared>()

/**
 * Hears what the stream at an address tells, until the function that it gives back is called. Of several listeners at one address the
 * first is told what was there before, the others what comes from then on.
 */
export function listen(path: string, sink: Sink): () => void {
  let one = shared.get(path)
  if (one) {
    one.sinks.add(sink)
    if (one.isOpen) sink({ name: 'open', data: '' })
  } else {
    const begun: Shared = one = { sinks: new Set([sink]), isOpen: false, leave: () => undefined }
    shared.set(path, begun)
    chosen ??= byWorker() ?? byItself()
    begun.leave = chosen(path, event => {
      begun.isOpen = event.name !== 'closed'
      begun.sinks.forEach(each => each(event))
    })
  }
  const mine = one
  return () => {
    mine.sinks.delete(sink)
    if (mine.sinks.size > 0 || shared.get(path) !== mine) return
    shared.delete(path)
    mine.leave()
  }
}

function byItself(): Listen {
  const hub = new Hub()
  return (path, sink) => hub.listen(path, sink)
}

function byWorker(): Listen | undefined {
  if (typeof SharedWorker === 'undefined') return undefined
  let port: MessagePort
  try {
    port = new SharedWorker(trusted(workerUrl), { type: 'module', name: 'ekaya-live' }).port
  } catch {
    return undefined
  }
  const sinks = new Map<string, Sink>()
  port.onmessage = ({ data }: MessageEvent<LiveEvent & { path: string }>) => sinks.get(data.path)?.(data)
  setInterval(() => port.postMessage({ ask: 'here' }), hereMillis)
  addEventListener('pagehide', () => [...sinks.keys()].forEach(path => port.postMessage({ ask: 'leave', path })))
  addEventListener('pageshow', event => {
    if (event.persisted) [...sinks.keys()].forEach(path => port.postMessage({ ask: 'listen', path }))
  })
  return (path, sink) => {
    sinks.set(path, sink)
    port.postMessage({ ask: 'listen', path })
    return () => {
      if (sinks.get(path) !== sink) return
      sinks.delete(path)
      port.postMessage({ ask: 'leave', path })
    }
  }
}

/** The page lets no script address through but this one. */
function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): unknown; defaultPolicy?: unknown } }).trustedTypes
  if (factory && !factory.defaultPolicy) {
    factory.createPolicy('default', { createScriptURL: (asked: string) => (asked === url ? asked : undefined) })
  }
  return url
}
