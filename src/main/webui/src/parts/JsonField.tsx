import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import type { Json } from '../api/types'

export type Parsed = { ok: true; value: Json } | { ok: false; problem: string }

/** Nothing at all reads as `{}`. */
export function parseJson(text: string): Parsed {
  if (text.trim() === '') return { ok: true, value: {} }
  try {
    return { ok: true, value: JSON.parse(text) as Json }
  } catch (error) {
    return { ok: false, problem: `Not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** JSON that a person types; Ctrl-Enter submits it. */
export function JsonField({ label, value, onChange, onSubmit, hideLabel = false, rows = 6 }:
  { label: string; value: string; onChange: (text: string) => void; onSubmit: () => void; hideLabel?: boolean; rows?: number }) {
  const parsed = parseJson(value)
  return (
    <TextField
      className="field json-field"
      value={value}
      onChange={onChange}
      isInvalid={!parsed.ok}
      validationBehavior="aria"
      {...(hideLabel ? { 'aria-label': label } : {})}
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit()
        else event.continuePropagation()
      }}
    >
      {!hideLabel && <Label>{label} <span className="hint">JSON</span></Label>}
      <TextArea rows={rows} spellCheck="false" className="mono" />
      <FieldError className="field-problem">{parsed.ok ? '' : parsed.problem}</FieldError>
    </TextField>
  )
}
