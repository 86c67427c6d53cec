import { PackagePlus } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import type { App, HeldUpdate } from '../api/types'
import { Button } from '../parts/Button'
import { InstallWindow } from './InstallWindow'

/** Takes an `.ekapp` by drop or by choosing a file: to install it, or to update an app with it. */
export function InstallDrop({ app, onDone }: { app?: App; onDone: (done: App | HeldUpdate) => void }) {
  const [file, setFile] = useState<File>()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    setFile(event.dataTransfer.files[0])
  }
  return (
    <>
      <div className={over ? 'drop over' : 'drop'} onDragOver={hover} onDragLeave={() => setOver(false)} onDrop={drop}>
        <PackagePlus size={20} aria-hidden />
        <span>Drop an <code>.ekapp</code> package here to {app ? 'update this app' : 'install it'}</span>
        <Button onPress={() => input.current?.click()}>Choose a file</Button>
        <input
          ref={input}
          type="file"
          accept=".ekapp,.zip"
          hidden
          onChange={event => {
            setFile(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      {file && (
        <InstallWindow
          from={{ kind: 'file', file }}
          {...(app ? { app } : {})}
          onClose={() => setFile(undefined)}
          onDone={done => {
            setFile(undefined)
            onDone(done)
          }}
        />
      )}
    </>
  )
}
