import { Check } from '../parts/Check'
import { Panel } from '../parts/Panel'
import { allow, allowed, offered } from './capabilities'

/** The host functions that the draft may use, as ticks over its two JSON files. */
export function MayUse({ files, onChange }: { files: Record<string, string>; onChange: (files: Record<string, string>) => void }) {
  const names = allowed(files)
  return (
    <Panel title="It may use" aside={names && (names.length === 1 ? '1 host function' : `${names.length} host functions`)}>
      {names
        ? (
          <div className="may-use" role="group" aria-label="Host functions it may use">
            {offered.map(({ name, note }) => (
              <Check key={name} selected={names.includes(name)} onChange={on => onChange(allow(files, name, on))} note={note}>
                <code>{name}</code>
              </Check>
            ))}
          </div>
        )
        : <p className="none">capabilities.json is not JSON at the moment.</p>}
    </Panel>
  )
}
