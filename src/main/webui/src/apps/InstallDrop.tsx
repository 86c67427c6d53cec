import { PackagePlus } from 'lucide-react'
import { useState } from 'react'
import { DropZone } from 'react-aria-components/DropZone'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Text } from 'react-aria-components/Text'
import type { App } from '../api/types'
import { Button } from '../parts/Button'
import { InstallWindow } from './InstallWindow'

/** Takes an `.ekapp` by drop, paste or choosing. */
export function InstallDrop({ onInstalled }: { onInstalled: (app: App) => void }) {
  const [file, setFile] = useState<File>()
  return (
    <>
      <DropZone
        className="drop"
        aria-label="Install an app"
        onDrop={event => {
          const item = event.items.find(each => each.kind === 'file')
          if (item?.kind === 'file') void item.getFile().then(setFile)
        }}
      >
        <PackagePlus size={20} aria-hidden />
        <Text slot="label">Drop an <code>.ekapp</code> package here to install it</Text>
        <FileTrigger acceptedFileTypes={['.ekapp', '.zip']} onSelect={files => { if (files?.[0]) setFile(files[0]) }}>
          <Button>Choose a file</Button>
        </FileTrigger>
      </DropZone>
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
