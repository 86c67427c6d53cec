import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Name } from './Name'

/** A dialog over the page. It closes by its cross, Escape or a press outside, unless `busy`. A `large` one is for much to read; its foot stays in sight. */
export function Window({ title, onClose, busy = false, large = false, children }:
  { title: string; onClose: () => void; busy?: boolean; large?: boolean; children: ReactNode }) {
  return (
    <ModalOverlay
      className="veil"
      isOpen
      isDismissable={!busy}
      isKeyboardDismissDisabled={busy}
      onOpenChange={open => { if (!open) onClose() }}
    >
      <Modal className={large ? 'window large' : 'window'}>
        <Dialog className="window-body">
          <div className="window-head">
            <Heading slot="title"><Name text={title} /></Heading>
            <Button className="button quiet icon" aria-label="Close" onPress={onClose} isDisabled={busy}>
              <X size={16} aria-hidden />
            </Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
