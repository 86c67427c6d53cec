import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Name } from '../parts/Name'
import { fixedFiles } from './fileName'
import { NameFile } from './NameFile'

/** Which file of the draft is shown, and which there are. The three that every draft has keep their names. */
export function FileTabs({ files, selected, onSelect, onAdd, onRename, onDelete }: {
  files: string[]
  selected: string
  onSelect: (file: string) => void
  onAdd: (file: string) => void
  onRename: (to: string) => void
  onDelete: () => void
}) {
  const [asking, setAsking] = useState<'add' | 'rename' | 'delete'>()
  const ordered = files.toSorted((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1))
  const done = () => setAsking(undefined)
  const act = (name: 'add' | 'rename' | 'delete', label: string, Icon: typeof Plus) => (
    <button type="button" className="button quiet icon" aria-label={label} title={label} aria-expanded={asking === name} onClick={() => setAsking(asking === name ? undefined : name)}>
      <Icon size={14} aria-hidden />
    </button>
  )
  return (
    <>
      <div className="file-row">
        <div className="file-tabs" role="group" aria-label="Files">
          {ordered.map(file => (
            <button
              key={file}
              type="button"
              className="file-tab"
              aria-pressed={file === selected}
              onClick={() => { done(); onSelect(file) }}
            >
              <Name text={file} />
            </button>
          ))}
        </div>
        {!fixedFiles.includes(selected) && act('rename', 'Rename file', Pencil)}
        {!fixedFiles.includes(selected) && act('delete', 'Delete file', Trash2)}
        {act('add', 'New file', Plus)}
      </div>
      {asking === 'delete' && (
        <div className="file-ask" role="group" aria-label="Delete file">
          <p>Delete <code><Name text={selected} /></code>?</p>
          <button type="button" className="button danger" autoFocus onClick={() => { done(); onDelete() }}>Delete</button>
          <button type="button" className="button plain" onClick={done}>Keep</button>
        </div>
      )}
      {(asking === 'add' || asking === 'rename') && (
        <NameFile
          key={asking}
          label={asking === 'add' ? 'Name of the new file' : 'New name'}
          named={asking === 'add' ? '' : selected}
          others={files.filter(file => asking === 'add' || file !== selected)}
          onClose={done}
          onName={asking === 'add' ? onAdd : onRename}
        />
      )}
    </>
  )
}

/** The app, its other scripts, what says what it is, and the rest. */
function rank(file: string): number {
  return file === 'app.js' ? 0 : file.endsWith('.js') ? 1 : fixedFiles.includes(file) ? 2 : 3
}
