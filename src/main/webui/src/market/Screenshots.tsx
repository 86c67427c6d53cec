import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { api } from '../api/api'
import type { CatalogApp } from '../api/types'
import { Name } from '../parts/Name'
import { visible } from '../parts/visible'

/** An app's screenshots in a row, and one of them large: arrow keys lead from one to the next, Escape back. */
export function Screenshots({ app }: { app: CatalogApp }) {
  const [open, setOpen] = useState<number>()
  const shots = app.screenshots
  const src = (at: number) => api.catalogImage(app.catalog, app.id, shots[at]?.file ?? '')
  const nameOf = (at: number) => visible(shots[at]?.caption ?? '') || `Screenshot ${at + 1}`
  return (
    <>
      <ul className="shots" aria-label="Screenshots">
        {shots.map((shot, at) => (
          <li key={shot.file}>
            <button type="button" className="shot" aria-label={`Show “${nameOf(at)}” large`} onClick={() => setOpen(at)}>
              <img src={src(at)} alt="" loading="lazy" decoding="async" />
            </button>
            <p className="shot-caption"><Name text={shot.caption} /></p>
          </li>
        ))}
      </ul>
      {open !== undefined && (
        <Lightbox
          src={src(open)}
          caption={nameOf(open)}
          place={`${open + 1} of ${shots.length}`}
          onStep={shots.length > 1 ? by => setOpen((open + by + shots.length) % shots.length) : undefined}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

function Lightbox({ src, caption, place, onStep, onClose }:
  { src: string; caption: string; place: string; onStep: ((by: 1 | -1) => void) | undefined; onClose: () => void }) {
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => { if (!open) onClose() }}>
      <Modal className="lightbox">
        <Dialog aria-label={caption} className="lightbox-body">
          <div
            className="lightbox-keys"
            role="presentation"
            onKeyDown={event => {
              if (event.key === 'ArrowRight') onStep?.(1)
              if (event.key === 'ArrowLeft') onStep?.(-1)
            }}
          >
            <img key={src} src={src} alt={caption} />
            <div className="lightbox-foot">
              <p><Name text={caption} /> <span className="none">{place}</span></p>
              <span className="lightbox-acts">
                {onStep && <Button className="button quiet icon" aria-label="The one before" onPress={() => onStep(-1)}><ChevronLeft size={16} aria-hidden /></Button>}
                {onStep && <Button className="button quiet icon" aria-label="The next one" onPress={() => onStep(1)}><ChevronRight size={16} aria-hidden /></Button>}
                <Button autoFocus className="button quiet icon" aria-label="Close" onPress={onClose}><X size={16} aria-hidden /></Button>
              </span>
            </div>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
