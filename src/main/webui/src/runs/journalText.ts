import type { Run } from '../api/types'

const texts = {
  RECORDED: 'recorded',
  TOO_LARGE: 'too large to record',
  DROPPED: 'record made room for later runs',
}

/** Whether an ended run can be replayed, and why not. */
export const journalText = (run: Pick<Run, 'journal'>) => (run.journal ? texts[run.journal] : 'not recorded')
