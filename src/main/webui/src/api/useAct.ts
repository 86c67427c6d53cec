import { useCallback, useState } from 'react'

export interface Act<A extends unknown[]> {
  run: (...args: A) => Promise<void>
  busy: boolean
  error: Error | undefined
  clear: () => void
}

/** Something the user asks for: busy while it lasts, and its refusal kept for showing. */
export function useAct<A extends unknown[]>(act: (...args: A) => Promise<void>): Act<A> {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error>()
  const run = async (...args: A) => {
    setBusy(true)
    setError(undefined)
    try {
      await act(...args)
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal : new Error(String(refusal)))
    } finally {
      setBusy(false)
    }
  }
  const clear = useCallback(() => setError(undefined), [])
  return { run, busy, error, clear }
}
