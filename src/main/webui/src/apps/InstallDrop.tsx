import { PackagePlus } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import type { App } from '../api/types'
import { Button } from '../parts/Button'
import { InstallWindow } from './InstallWindow'

/** Takes an `.ekapp` by drop or by choosing a file. */
export function InstallDrop({ onInstalled }: { onInstalled: (app: App) => void }) {
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
        <span>Drop an <code>.ekapp</code> package here to install it</span>
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
          file={file}
          onClose={() => setFile(undefined)}
          onInstalled={app => {
            setFile(undefined)
            onInstalled(app)
          }}
        />
      )}
    </>
  )
}
