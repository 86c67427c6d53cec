import { createContext, useContext } from 'react'
import type { JsonObject } from '../api/types'

/** What a page lets an output ask for: a run of its app with an input. */
export interface OutputActions {
  /** Ends when the run has; throws what kept it from succeeding. */
  run: (input: JsonObject) => Promise<void>
  /** Why it cannot be asked for now, if so. */
  barred: string | undefined
}

/** Without it, as in a preview, actions are shown and cannot be asked for. */
export const OutputActionsContext = createContext<OutputActions | undefined>(undefined)

export function useOutputActions(): OutputActions {
  return useContext(OutputActionsContext)
    ?? { run: async () => {}, barred: "Actions are asked for on the app's page" }
}
