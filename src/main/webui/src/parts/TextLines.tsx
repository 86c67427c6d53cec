import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { FieldError } from 'react-aria-components/FieldError'
import { TextField, type TextFieldProps } from 'react-aria-components/TextField'

/** A few lines of text with their label, their hint and what is wrong with them. */
export function TextLines({ label, hint, problem, rows = 3, ...props }:
  Omit<TextFieldProps, 'children' | 'className' | 'isInvalid'>
  & { label: string; hint?: string; problem?: string | undefined; rows?: number }) {
  return (
    <TextField {...props} isInvalid={problem !== undefined} className="field" validationBehavior="aria">
      <Label>{label}</Label>
      <TextArea rows={rows} spellCheck="false" />
      {hint && !problem && <Text slot="description" className="hint">{hint}</Text>}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  )
}
