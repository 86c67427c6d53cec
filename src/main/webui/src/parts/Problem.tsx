import { ApiError } from '../api/ApiError'
import { headline } from '../api/headline'
import { AppText } from './AppText'
import { Button } from './Button'
import { Findings } from './Findings'
import { Notice } from './Notice'

/** What went wrong with a call, with its code and findings, and a way to try again. */
export function Problem({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const api = error instanceof ApiError ? error : undefined
  return (
    <Notice tone="bad">
      <p>
        <AppText text={api ? headline(api) : error.message} charsMax={600} />{' '}
        {api?.code && <code className="code">{api.code}</code>}
      </p>
      {api && api.findings.length > 0 && <Findings findings={api.findings} />}
      {onRetry && <Button onPress={onRetry}>Try again</Button>}
    </Notice>
  )
}
