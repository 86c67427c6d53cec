import { useCallback, useEffect, useRef, useState } from 'react'

export interface Loaded<T> {
  data: T | undefined
  error: Error | undefined
  /** Only before the first answer; a reload keeps showing what is there. */
  loading: boolean
  reload: () => void
}

/**
 * Loads something when the page appears and whenever `key` changes; answers that come too late are dropped.
 *
 * @param pollMillis loads again that long after each answer; 0 for never
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>, pollMillis = 0): Loaded<T> {
  const [state, setState] = useState<{ key: string; data?: T; error?: Error }>({ key })
  const [turn, setTurn] = useState(0)
  const latest = useRef(load)
  latest.current = load

  useEffect(() => {
    const abort = new AbortController()
    latest.current(abort.signal).then(
      data => { if (!abort.signal.aborted) setState({ key, data }) },
      (error: unknown) => {
        if (abort.signal.aborted) return
        const problem = error instanceof Error ? error : new Error(String(error))
        setState(before => (before.key === key ? { ...before, error: problem } : { key, error: problem }))
      })
    return () => abort.abort()
  }, [key, turn])

  const reload = useCallback(() => setTurn(before => before + 1), [])
  useEffect(() => {
    if (pollMillis === 0 || state.key !== key) return
    const timer = setTimeout(reload, pollMillis)
    return () => clearTimeout(timer)
  }, [pollMillis, reload, state, key])

  const mine = state.key === key
  const data = mine ? state.data : undefined
  const error = mine ? state.error : undefined
  return { data, error, loading: data === undefined && error === undefined, reload }
}
