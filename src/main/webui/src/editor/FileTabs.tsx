import { Name } from '../parts/Name'

/** Which file of the draft is shown. */
export function FileTabs({ files, selected, onSelect }:
  { files: string[]; selected: string; onSelect: (file: string) => void }) {
  const known = ['app.js', 'manifest.json', 'capabilities.json']
  const ordered = [...known.filter(file => files.includes(file)), ...files.filter(file => !known.includes(file)).sort()]
  return (
    <div className="file-tabs" role="group" aria-label="Files">
      {ordered.map(file => (
        <button key={file} type="button" className="file-tab" aria-pressed={file === selected} onClick={() => onSelect(file)}>
          <Name text={file} />
        </button>
      ))}
    </div>
  )
}
