import { Check } from '../parts/Check'
import { Choice } from '../parts/Choice'
import { Field } from '../parts/Field'
import { TextLines } from '../parts/TextLines'
import type { Draft, Drafts, SettingsField } from './settingsFields'

/** An app's settings as controls, one for each that its JSON Schema names. */
export function SettingsForm({ fields, drafts, problems, onChange, isReadOnly = false }: {
  fields: SettingsField[]
  drafts: Drafts
  problems: Record<string, string>
  onChange: (drafts: Drafts) => void
  isReadOnly?: boolean
}) {
  return fields.map(field => (
    <SettingsControl
      key={field.key}
      field={field}
      draft={drafts[field.key] ?? ''}
      problem={problems[field.key]}
      onChange={draft => onChange({ ...drafts, [field.key]: draft })}
      isReadOnly={isReadOnly}
    />
  ))
}

function SettingsControl({ field, draft, problem, onChange, isReadOnly }:
  { field: SettingsField; draft: Draft; problem: string | undefined; onChange: (draft: Draft) => void; isReadOnly: boolean }) {
  const { title, hint, kind } = field
  const common = { label: title, problem, isReadOnly, value: String(draft), onChange, ...(hint ? { hint } : {}) }
  switch (kind) {
    case 'switch':
      return (
        <Check selected={draft === true} onChange={on => { if (!isReadOnly) onChange(on) }} {...(hint ? { note: hint } : {})}>
          {title}
        </Check>
      )
    case 'choice':
      return isReadOnly
        ? <Field {...common} />
        : <Choice label={title} options={field.options.map(option => ({ id: String(option), name: String(option) }))} value={String(draft)} onChange={onChange} />
    case 'lines': return <TextLines {...common} hint={hint ? `${hint}. One a line` : 'One a line'} />
    case 'json': return <TextLines {...common} hint={hint ? `${hint}. JSON` : 'JSON'} />
    case 'whole':
    case 'number': return <Field {...common} inputMode={kind === 'whole' ? 'numeric' : 'decimal'} />
    case 'text': return <Field {...common} />
  }
}
