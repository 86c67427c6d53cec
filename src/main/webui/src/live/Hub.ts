/** What a stream told, or `open` and `closed` when it begins and breaks off. */
export interface LiveEvent {
  name: string
  data: string
}

export type Sink = (event: LiveEvent) => void

interface Stream {
  source: EventSource
  sinks: Set<Sink>
  /** What was told of lines, calls and progress, for who comes later. */
  past: LiveEvent[]
}

const told = ['ready', 'reset', 'run', 'log', 'calls', 'progress', 'notification']
const pastCountMax = 500
/** HTTP/1.1 gives a browser six connections to a server; two are left for everything else. */
const streamCountMax = 4

/** One connection for each address, however many listen to it. */
export class Hub {
  private readonly streams = new Map<string, Stream>()

  /** Ends with the function that it gives back. Who is one too many hears `closed`, and asks again later. */
  listen(path: string, sink: Sink): () => void {
    const stream = this.streams.get(path) ?? this.begin(path)
    if (!stream) {
      sink({ name: 'closed', data: '' })
      return () => undefined
    }
    stream.sinks.add(sink)
    if (stream.source.readyState === EventSource.OPEN) sink({ name: 'open', data: '' })
    for (const event of stream.past) sink(event)
    return () => this.leave(path, stream, sink)
  }

  private begin(path: string): Stream | undefined {
    if (this.streams.size >= streamCountMax) return undefined
    const stream: Stream = { source: new EventSource(path), sinks: new Set(), past: [] }
    this.streams.set(path, stream)
    const tell = (event: LiveEvent) => stream.sinks.forEach(sink => sink(event))
    for (const name of told) {
      stream.source.addEventListener(name, event => {
        const message = { name, data: String((event as MessageEvent).data) }
        if (name === 'reset') stream.past = []
        if (name === 'ready' || name === 'reset') tell({ name: 'open', data: '' })
        else if (name !== 'run' && name !== 'notification' && stream.past.length < pastCountMax) stream.past.push(message)
        tell(message)
      })
    }
    stream.source.onerror = () => {
      tell({ name: 'closed', data: '' })
      // The browser tries again by itself, but not when it was refused.
      if (stream.source.readyState === EventSource.CLOSED) this.streams.delete(path)
    }
    return stream
  }

  private leave(path: string, stream: Stream, sink: Sink) {
    stream.sinks.delete(sink)
    if (stream.sinks.size > 0) return
    stream.source.close()
    if (this.streams.get(path) === stream) this.streams.delete(path)
  }
}
