import { Hub, type LiveEvent, type Sink } from './Hub'
import workerUrl from './live.worker?worker&url'

const hereMillis = 30_000
type Listen = (path: string, sink: Sink) => () => void
let chosen: Listen | undefined

/** Whether this browser can be told at all. */
export const canListen = () => typeof EventSource !== 'undefined'

/** Hears what the stream at an address tells, until the function that it gives back is called. One listener an address and tab. */
export function listen(path: string, sink: Sink): () => void {
  chosen ??= byWorker() ?? byItself()
  return chosen(path, sink)
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
