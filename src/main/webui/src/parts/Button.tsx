import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'
import type { ReactNode } from 'react'

type Look = 'main' | 'plain' | 'quiet' | 'danger'

/** A button; while `busy` it keeps its width and its focus and ignores presses. */
export function Button({ look = 'plain', busy = false, children, onPress, type, ...props }:
  Omit<ButtonProps, 'children' | 'className' | 'isPending'> & { look?: Look; busy?: boolean; children: ReactNode }) {
  return (
    <AriaButton
      {...props}
      {...(onPress && !busy ? { onPress } : {})}
      type={type === 'submit' && !busy ? 'submit' : 'button'}
      className={`button ${look}${busy ? ' busy' : ''}`}
    >
      <span className="button-text">{children}</span>
      {busy && <span className="spinner" role="status"><span className="off-screen">Working</span></span>}
    </AriaButton>
  )
}
