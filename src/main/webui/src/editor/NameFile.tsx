import { useId, useState } from 'react'
import { completed, nameProblem } from './fileName'

/** A line that asks for a file's name. Enter takes it, Escape does not. */
export function NameFile({ label, named, others, onName, onClose }: {
  label: string
  named: string
  others: string[]
  onName: (file: string) => void
  onClose: () => void
}) {
  const [typed, setTyped] = useState(named)
  const id = useId()
  const name = completed(typed)
  const problem = name === '' ? undefined : nameProblem(name, others)
  return (
    <form
      className="file-ask"
      onSubmit={event => {
        event.preventDefault()
        if (name === '' || problem) return
        onClose()
        if (name !== named) onName(name)
      }}
      onKeyDown={event => { if (event.key === 'Escape') onClose() }}
    >
      <div className="field">
        <input
          aria-label={label}
          aria-invalid={problem !== undefined}
          aria-describedby={id}
          value={typed}
          onChange={event => setTyped(event.target.value)}
          placeholder="lib/util.js"
          maxLength={200}
          autoFocus
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <button type="submit" className="button plain">{named ? 'Rename' : 'Add'}</button>
      <button type="button" className="button quiet" onClick={onClose}>Cancel</button>
      <p id={id} className={problem ? 'field-problem' : 'hint'}>{problem ?? `Imported as './…'; .js is added where no ending is`}</p>
    </form>
  )
}
