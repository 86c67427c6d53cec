import { CopyButton } from '../parts/CopyButton'
import { visible } from '../parts/visible'

const charsMax = 200_000

/** Text that is read character by character, such as SQL. */
export function CodeView({ text, language, label }: { text: string; language: string; label: string }) {
  return (
    <div className="json">
      <div className="json-tools">{language && <span className="code-language">{visible(language)}</span>}<CopyButton text={text} /></div>
      <pre tabIndex={0} aria-label={label || 'Code'}><bdi>{visible(text.slice(0, charsMax))}</bdi></pre>
      {text.length > charsMax && <p className="none">Cut at {charsMax / 1000} thousand characters; the copy has all.</p>}
    </div>
  )
}
