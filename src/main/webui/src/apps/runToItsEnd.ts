import { api } from '../api/api'
import type { JsonObject, Run } from '../api/types'
import { isOpen, outcomeOf } from '../runs/outcome'

const pauseMillis = 400

/** Runs an app and waits for its end; throws what kept the run from succeeding, in words. */
export async function runToItsEnd(project: string, app: string, input: JsonObject): Promise<Run> {
  let run = await api.startRun(project, app, input)
  while (isOpen(run)) {
    await new Promise(resolve => setTimeout(resolve, pauseMillis))
    run = await api.run(project, run.id)
  }
  if (run.outcome !== 'SUCCEEDED') throw new Error(run.error?.message ?? `The run has ended: ${outcomeOf(run).text}`)
  return run
}
