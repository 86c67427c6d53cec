/** Holds the streams for all tabs, so that many tabs take one connection. */
import { Hub } from './Hub'

interface Asked { ask: 'listen' | 'leave' | 'here'; path?: string }

/** A tab says every half minute that it is there; browsers slow down those in the background to one word a minute. */
const silentMillisMax = 180_000
const hub = new Hub()
const scope = globalThis as unknown as { onconnect: (event: MessageEvent) => void }

scope.onconnect = event => {
  const port = event.ports[0]
  if (!port) return
  const leaving = new Map<string, () => void>()
  const leaveAll = () => {
    leaving.forEach(leave => leave())
    leaving.clear()
  }
  let timer = setTimeout(leaveAll, silentMillisMax)
  port.onmessage = ({ data }: MessageEvent<Asked>) => {
    clearTimeout(timer)
    timer = setTimeout(leaveAll, silentMillisMax)
    if (data.path === undefined) return
    const path = data.path
    leaving.get(path)?.()
    leaving.delete(path)
    if (data.ask === 'listen') leaving.set(path, hub.listen(path, told => port.postMessage({ path, ...told })))
  }
}
