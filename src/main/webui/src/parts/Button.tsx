import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'
import type { ReactNode } from 'react'

type Look = 'main' | 'plain' | 'quiet' | 'danger'

/** A button; `busy` keeps its width and refuses further presses. */
export function Button({ look = 'plain', busy = false, children, ...props }:
  Omit<ButtonProps, 'children' | 'className' | 'isPending'> & { look?: Look; busy?: boolean; children: ReactNode }) {
  return (
    <AriaButton {...props} isPending={busy} className={`button ${look}`}>
      <span className="button-text">{children}</span>
      {busy && <span className="spinner" aria-hidden="true" />}
    </AriaButton>
  )
}
