import { useState, type FormEvent } from 'react'
import { Form } from 'react-aria-components/Form'
import type { Json, JsonObject } from '../api/types'
import { useAct } from '../api/useAct'
import { AppText } from '../parts/AppText'
import { Button } from '../parts/Button'
import { Check } from '../parts/Check'
import { Choice } from '../parts/Choice'
import { Field } from '../parts/Field'
import { Notice } from '../parts/Notice'
import { Problem } from '../parts/Problem'
import { useOutputActions } from './actionContext'
import { problemOf, valueOf } from './formValues'
import type { FormField } from './views'

/** Asks for an input, field by field, and runs the app with it. */
export function FormView({ fields, label, input }: { fields: FormField[]; label: string; input: JsonObject }) {
  const actions = useOutputActions()
  const [texts, setTexts] = useState<Record<string, string>>(() => Object.fromEntries(fields.map(field => [field.name, textOf(field.default)])))
  const [tried, setTried] = useState(false)
  const [done, setDone] = useState(false)
  const act = useAct(async () => {
    setDone(false)
    const values = fields.map((field): [string, Json | undefined] => [field.name, valueOf(field, texts[field.name] ?? '')])
    await actions.run({ ...input, ...Object.fromEntries(values.filter((entry): entry is [string, Json] => entry[1] !== undefined)) })
    setDone(true)
  })
  const set = (name: string, text: string) => setTexts(before => ({ ...before, [name]: text }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (fields.every(field => problemOf(field, texts[field.name] ?? '') === undefined)) void act.run()
  }
  return (
    <Form className="form output-form" onSubmit={submit}>
      {fields.map(field => (
        <FormPart
          key={field.name} field={field} text={texts[field.name] ?? ''} onChange={text => set(field.name, text)}
          problem={tried ? problemOf(field, texts[field.name] ?? '') : undefined}
        />
      ))}
      {act.error && <Problem error={act.error} />}
      {done && <Notice tone="ok">Done</Notice>}
      <div className="form-foot">
        <Button type="submit" look="main" busy={act.busy} isDisabled={actions.barred !== undefined}>{label}</Button>
        {actions.barred && <span className="none">{actions.barred}</span>}
      </div>
    </Form>
  )
}

function FormPart({ field, text, problem, onChange }: { field: FormField; text: string; problem: string | undefined; onChange: (text: string) => void }) {
  const label = field.required ? `${field.title} *` : field.title
  if (field.type === 'boolean') return <Check selected={text === 'true'} onChange={on => onChange(String(on))}><AppText text={field.title} /></Check>
  if (field.type === 'choice') {
    const options = field.choices.map(choice => ({ id: choice, name: choice }))
    return (
      <div>
        <Choice label={label} options={options} value={text} onChange={onChange} />
        {problem && <p className="field-problem">{problem}</p>}
      </div>
    )
  }
  return (
    <Field
      label={label} value={text} onChange={onChange} problem={problem}
      {...(field.description ? { hint: field.description } : {})}
      type={field.type === 'date' ? 'date' : 'text'} {...(field.type === 'number' || field.type === 'integer' ? { inputMode: 'decimal' as const } : {})}
    />
  )
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null ? '' : String(value)
}
