import { AppText } from './AppText'

/** How far something is, as an app says it. */
export function ProgressBar({ name, fraction, text }: { name: string; fraction: number; text: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100)
  return (
    <div className="progress">
      <progress aria-label={name} max={100} value={percent} />
      <span className="progress-text">{percent} %{text && <> · <AppText text={text} charsMax={200} /></>}</span>
    </div>
  )
}
