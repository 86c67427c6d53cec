import { ApiError } from '../api/ApiError'
import { headline } from '../api/headline'
import type { Finding } from '../api/types'
import { AppText } from '../parts/AppText'
import { Button } from '../parts/Button'
import { Findings } from '../parts/Findings'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { StaleDraft } from './StaleDraft'

/** What the last check, save, run or install said. */
export function EditorNotices({ error, findings, resolving, onGo, onTakeTheirs, onOverwrite }: {
  error: Error | undefined
  findings: Finding[] | undefined
  resolving: { busy: boolean; error: Error | undefined }
  onGo: (finding: Finding) => void
  onTakeTheirs: () => void
  onOverwrite: () => void
}) {
  if (error instanceof StaleDraft) {
    return (
      <Notice tone="warn">
        <p>{error.message}. Which one shall stay?</p>
        <div className="notice-acts">
          <Button onPress={onTakeTheirs} busy={resolving.busy}>Load theirs</Button>
          <Button look="danger" onPress={onOverwrite} busy={resolving.busy}>Overwrite with mine</Button>
        </div>
        {resolving.error && <Problem error={resolving.error} />}
      </Notice>
    )
  }
  if (error instanceof ApiError && error.findings.length > 0) {
    return (
      <Notice tone="bad">
        <p><AppText text={headline(error)} charsMax={400} /></p>
        <Findings findings={error.findings} onGo={onGo} />
      </Notice>
    )
  }
  if (error) return <Problem error={error} />
  if (findings?.length === 0) return <Notice tone="ok">The check found nothing wrong</Notice>
  if (findings) return <Notice tone="bad"><Findings findings={findings} onGo={onGo} /></Notice>
  return null
}
