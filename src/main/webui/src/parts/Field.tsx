import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField, type TextFieldProps } from 'react-aria-components/TextField'

/** One line of text with its label, its hint and what is wrong with it. */
export function Field({ label, hint, problem, placeholder, ...props }:
  Omit<TextFieldProps, 'children' | 'className' | 'isInvalid'>
  & { label: string; hint?: string; problem?: string | undefined; placeholder?: string }) {
  return (
    <TextField {...props} isInvalid={problem !== undefined} className="field" validationBehavior="aria">
      <Label>{label}</Label>
      <Input {...(placeholder === undefined ? {} : { placeholder })} />
      {hint && !problem && <Text slot="description" className="hint">{hint}</Text>}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  )
}
