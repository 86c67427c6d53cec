import { useRef, useState } from 'react'
import { api } from '../api/api'
import { ApiError } from '../api/ApiError'
import type { Draft } from '../api/types'
import { StaleDraft } from './StaleDraft'

/** A draft being edited: what is on the screen against what the server has. */
export function useDraft(project: string, opened: Draft) {
  const [name, setName] = useState(opened.name)
  const [files, setFiles] = useState(opened.files)
  const [saved, setSaved] = useState(opened)
  // The newest of each, for saves that start before React has rendered.
  const now = useRef({ name, files, saved })
  now.current = { name, files, saved }
  const dirty = name !== saved.name || Object.keys({ ...files, ...saved.files }).some(file => files[file] !== saved.files[file])

  /** Without `from` a new file, without `to` one less. */
  const rename = (from: string | undefined, to: string | undefined): void => setFiles(before => {
    const { [from ?? '']: text = '', ...others } = before
    return to === undefined ? others : { ...others, [to]: text }
  })
  const save = async (revision = now.current.saved.revision): Promise<void> => {
    const sent = { id: opened.id, name: now.current.name, files: now.current.files, revision }
    const answered = await api.saveDraft(project, sent).catch((refusal: unknown) => {
      throw refusal instanceof ApiError && refusal.status === 409 ? new StaleDraft() : refusal
    })
    setSaved({ ...sent, revision: answered.revision })
  }
  const takeTheirs = async (): Promise<void> => {
    const theirs = await api.draft(project, opened.id)
    setName(theirs.name)
    setFiles(theirs.files)
    setSaved(theirs)
  }
  const overwrite = async (): Promise<void> => save((await api.draft(project, opened.id)).revision)
  return { name, setName, files, setFiles, rename, dirty, save, takeTheirs, overwrite }
}
