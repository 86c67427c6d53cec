import type { Finding } from '../api/types'
import { AppText } from './AppText'
import { Name } from './Name'

/** What is wrong with a package or a draft, each with its place. `onGo` makes the places pressable. */
export function Findings({ findings, onGo }: { findings: Finding[]; onGo?: (finding: Finding) => void }) {
  return (
    <ul className="findings">
      {findings.slice(0, findingsMax).map((finding, index) => (
        <li key={index}>
          {onGo
            ? <button type="button" className="where" onClick={() => onGo(finding)}><Name text={finding.where} /></button>
            : <code className="where"><Name text={finding.where} /></code>}
          <AppText text={finding.message} charsMax={400} />
        </li>
      ))}
      {findings.length > findingsMax && <li>and {findings.length - findingsMax} more</li>}
    </ul>
  )
}

const findingsMax = 100
